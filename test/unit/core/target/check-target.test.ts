import { describe, expect, it } from 'vitest'
import { checkTarget } from '../../../../electron/core/target/check-target.ts'
import type { BaseChoice } from '../../../../shared/model/base-image.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { trainingScripts, type TrainingScript } from './training-scripts.ts'

const { signal } = new AbortController()
const bases: Readonly<Record<TrainingScript['base'], BaseChoice>> = {
  python3: { kind: 'combination', aiFramework: 'pytorch-0.4', os: 'ubuntu-16.04', python: 'python-3.6.2' },
  python2: { kind: 'combination', aiFramework: 'pytorch-0.2.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' },
  own: { kind: 'own', cpuImage: 'mine:cpu', gpuImage: 'mine:gpu' },
}

const rest = { acceleratorType: 'gpu', cloudGpu: 'platform', pythonLink: '', projectId: null } as const

async function check(script: Omit<TrainingScript, 'name' | 'why' | 'found'>): Promise<string[]> {
  const codePath = await makeTemporaryFolder()
  await writeFiles(codePath, script.files)
  const [mainFile = ''] = Object.keys(script.files)
  const { base, trainParams = '' } = script
  const { findings } = await checkTarget({ codePath, mainFile, base: bases[base], trainParams, ...rest }, { signal })
  return findings.map(({ code, path, line, subject }) => `${code} ${path}:${line ?? '-'} ${subject}`.trimEnd())
}

describe('training scripts', () => {
  it.each(trainingScripts.map((script) => [script.name, script.why, script] as const))(
    '%s: %s',
    async (_, __, script) => {
      expect((await check(script)).toSorted()).toEqual(script.found.toSorted())
    },
  )
})

describe('the check', () => {
  it('reads every module that the main file reaches, each once', async () => {
    const codePath = await makeTemporaryFolder()
    const files = { 'train.py': 'import a\nimport b\n', 'a.py': 'import b\n', 'b.py': 'import a\n', 'c.py': '' }
    await writeFiles(codePath, files)
    const question = { codePath, mainFile: 'train.py', base: bases.python3, trainParams: '', ...rest }
    expect((await checkTarget(question, { signal })).fileCount).toBe(3)
  })

  it('comes through calls and names of every shape', async () => {
    const codePath = await makeTemporaryFolder()
    const odd = `import argparse
p = argparse.ArgumentParser()
p.add_argument('--c++', dest='a(b', default='x')
a = p.parse_args()
(f)(1)[2](3)
x[(1)](2).iteritems()
super(__class__).y()
def g(v: (a)[1], w: x()[2] = 1): pass
open(getattr(a, 'a(b') + '/x', 'w')
(lambda: 1)().to_csv((yield))
"x{}".format(1)(2)
`
    await writeFiles(codePath, { 'train.py': odd })
    const question = { codePath, mainFile: 'train.py', base: bases.python3, trainParams: '--x(', ...rest }
    expect((await checkTarget(question, { signal })).fileCount).toBe(1)
  })

  it('finds nothing where there is no main file', async () => {
    const codePath = await makeTemporaryFolder()
    const question = { codePath, mainFile: 'gone.py', base: bases.python3, trainParams: '', ...rest }
    expect(await checkTarget(question, { signal })).toEqual({ findings: [], fileCount: 0 })
  })

  it('never leaves the code folder', async () => {
    const codePath = await makeTemporaryFolder()
    await writeFiles(codePath, {
      'code/train.py': 'from ...outside import x\nimport outside\n',
      'outside.py': 'print "2"\n',
    })
    const question = {
      codePath: `${codePath}/code`,
      mainFile: 'train.py',
      base: bases.python3,
      trainParams: '',
      ...rest,
    }
    const { fileCount, findings } = await checkTarget(question, { signal })
    expect(fileCount).toBe(1)
    expect(findings.map(({ code }) => code)).not.toContain('python-2-syntax')
  })
})
