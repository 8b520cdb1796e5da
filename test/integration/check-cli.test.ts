import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import type { TargetFinding, TargetTrial } from '../../shared/model/target.ts'
import { runBuiltCli } from '../support/cli.ts'
import { importPythonImage, libraryFile } from '../support/python-image.ts'
import { basesOfCases, bytesOfCase, readScriptCases } from '../support/script-cases.ts'
import { writeFiles } from '../support/temporary-folder.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const base = 'uai-test/check-cli:v1'
const torch = `__version__ = '2.8.0'
class version: cuda = '12.8'
class cuda: get_arch_list = staticmethod(lambda: ['sm_75', 'sm_120'])
`
const parser = 'import argparse\nparser = argparse.ArgumentParser()\n'
const good = `${parser}args = parser.parse_known_args()\nopen('/data/output/model', 'w').write('1')\n`

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-check-'))
  await writeFiles(join(folder, 'code'), {
    'good.py': good,
    'strict.py': good.replace('parse_known_args', 'parse_args'),
  })
  await importPythonImage({ engine, tag: base, files: { [await libraryFile('torch/__init__.py')]: torch }, signal })
})
afterAll(async () => {
  await engine.removeImage(base, signal)
  await rm(folder, { recursive: true })
})

interface Answer {
  readonly verdict: string
  readonly findings: readonly TargetFinding[]
  readonly trial: TargetTrial | null
}

const check = (mainFile: string, ...words: string[]) => {
  const variables = { UAI_DATA_FOLDER: join(folder, 'data'), LANG: 'en_US.UTF-8' }
  const code = ['--code_path=./code', `--mainfile_path=${mainFile}`]
  return runBuiltCli(['check', ...code, ...words], { folder, variables })
}

it('ends with 0 where nothing is found, by the source alone', async () => {
  const { exitCode, output } = await check(
    'good.py',
    '--ai_arch_v=pytorch-0.4',
    '--python_version=python-3.6.2',
    '--os=ubuntu-16.04',
  )
  expect(exitCode).toBe(0)
  expect(output).toBe('Nothing found in 1 file\n')
})

it('ends with 1 at a problem, which it tells with its place and its cure', async () => {
  const { exitCode, output } = await check('strict.py', '--ai_arch_v=pytorch-0.4')
  expect(exitCode).toBe(1)
  expect(output).toContain('✕ strict.py:3: The script stops at arguments that the platform passes: --num_gpus')
  expect(output).toContain('    Add them to the parser')
  expect(output).toContain('1 finding\n')
})

it('tries it in the images, and knows what they were built for', async () => {
  const { exitCode, output } = await check('strict.py', `--base_cpu=${base}`, `--base_gpu=${base}`, '--try', '--json')
  expect(exitCode).toBe(1)
  const { verdict, findings, trial } = JSON.parse(output) as Answer
  expect(verdict).toBe('problem')
  expect(trial).toMatchObject({ outcome: 'refused', missing: [], image: base })
  expect(findings.map(({ code }) => code).toSorted()).toEqual(['argument-missing', 'cuda-architecture'])
  const fine = await check('good.py', `--base_cpu=${base}`, '--acc_type=cpu', '--try')
  expect(fine.exitCode).toBe(0)
  expect(fine.output).toContain("✓ It takes the platform's arguments.")
})

it('ends with 1 where there is no such file, and with 2 where it is not told what to look at', async () => {
  const missing = await check('gone.py', '--ai_arch_v=pytorch-0.4', '--json')
  expect(missing.exitCode).toBe(1)
  expect(JSON.parse(missing.output)).toMatchObject({ error: { code: 'invalid-field' } })
  const unknown = await check('good.py')
  expect(unknown.exitCode).toBe(2)
  expect(unknown.errors).toContain('--ai_arch_v')
})

describe('cases of what may be found', () => {
  it.each(readScriptCases('scripts.jsonl').map((script) => [script.name, script] as const))('%s', async (_, script) => {
    const codePath = await mkdtemp(join(folder, 'case-'))
    await writeFiles(codePath, bytesOfCase(script))
    const { aiFramework, os, python } = basesOfCases[script.python]
    const base = [`--ai_arch_v=${aiFramework}`, `--os=${os}`, `--python_version=${python}`]
    const words = ['check', `--code_path=${codePath}`, `--mainfile_path=${script.main}`, ...base, '--json']
    const { output } = await runBuiltCli(words, { folder, variables: { UAI_DATA_FOLDER: join(folder, 'data') } })
    const codes = (JSON.parse(output) as Answer).findings.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(script.want))
    expect(codes.filter((code) => script.never.includes(code))).toEqual([])
  })
})
