import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { modulesOfCode } from '../../electron/core/target/modules-of.ts'
import { tryTarget, type TrialOptions } from '../../electron/core/target/try-target.ts'
import { ProjectId } from '../../shared/model/ids.ts'
import { noPackages } from '../../shared/model/packages.ts'
import type { TargetTrial } from '../../shared/model/target.ts'
import { findContainersWith } from '../support/raw-engine.ts'
import { importPythonImage } from '../support/python-image.ts'
import { makeTemporaryFolder, writeFiles } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const base = `uai-test/trial:${randomBytes(4).toString('hex')}`

beforeAll(async () => {
  await importPythonImage({ engine, tag: base, files: {}, signal })
})

afterAll(() => engine.removeImage(base, signal))

async function trial(
  code: Readonly<Record<string, string>>,
  { trainParams = '', ...options }: Partial<TrialOptions> & { trainParams?: string } = {},
): Promise<TargetTrial & { readonly left: string[] }> {
  const codePath = await makeTemporaryFolder()
  await writeFiles(codePath, code)
  const before = await readdir(codePath)
  const question = {
    projectId: ProjectId.parse('trial'),
    base: { kind: 'own' as const, cpuImage: base, gpuImage: '' },
    packages: noPackages,
    ...({ acceleratorType: 'gpu', cloudGpu: 'platform', pythonLink: '' } as const),
    mainFile: 'train.py',
    codePath,
    trainParams,
  }
  const tried = await tryTarget(question, {
    engine,
    judge: { modules: modulesOfCode },
    base,
    keptChanges: [],
    signal,
    ...options,
  })
  expect(await readdir(codePath)).toEqual(before)
  return { ...tried, left: await findContainersWith(base) }
}

const parser = 'import argparse\nparser = argparse.ArgumentParser()\n'

describe('a main file that is tried in an image', () => {
  it('has its arguments accepted, and is stopped there', async () => {
    const code = `${parser}print(parser.parse_known_args())\nopen('/data/trained', 'w')\n`
    const tried = await trial({ 'train.py': code })
    expect(tried).toMatchObject({ outcome: 'accepted', missing: [], image: base, left: [] })
    expect(tried.python).toMatch(/^3\.\d+\.\d+$/)
  })

  it('has them refused, in its own words', async () => {
    const code = `${parser}parser.add_argument('--data_dir')\nparser.parse_args()\n`
    const tried = await trial({ 'train.py': code })
    expect(tried.outcome).toBe('refused')
    expect(tried.words).toMatch(/unrecognized arguments: --num_gpus=1 --work_dir=\/data --output_dir/)
  })

  it('is given the train parameters', async () => {
    const code = `${parser}parser.add_argument('--epochs', type=int)\nparser.parse_known_args()\n`
    const tried = await trial({ 'train.py': code }, { trainParams: "--epochs 'ten of them'" })
    expect(tried).toMatchObject({ outcome: 'refused', words: "argument --epochs: invalid int value: 'ten of them'" })
  })

  it('may read other arguments before, and in a module of its own', async () => {
    const module = `${parser}parser.parse_args([])\ndef read():\n    return parser.parse_known_args()\n`
    const tried = await trial({ 'options/cli.py': module, 'train.py': 'from options.cli import read\nread()\n' })
    expect(tried).toMatchObject({ outcome: 'accepted', missing: [] })
  })

  it('lacks a module', async () => {
    const code = `import json\nimport nltk.tokenize\nimport helper\n${parser}parser.parse_args()\n`
    const tried = await trial({ 'train.py': code, 'helper.py': '' })
    expect(tried).toMatchObject({ missing: ['nltk'], outcome: 'failed' })
    expect(tried.words).toContain('nltk')
  })

  it('reads no arguments, writes nothing into the code, and has no network', async () => {
    const quiet = await trial({ 'train.py': 'print(1)\n' })
    expect(quiet).toMatchObject({ outcome: 'unread', words: '' })
    const writing = await trial({ 'train.py': "open('/data/log.txt', 'w')\n" })
    expect(writing).toMatchObject({ outcome: 'failed', words: expect.stringContaining('Read-only') as string })
    const calling = await trial({ 'train.py': "import socket\nsocket.create_connection(('192.0.2.1', 80))\n" })
    expect(calling).toMatchObject({ outcome: 'failed', words: expect.stringContaining('unreachable') as string })
  })

  it('does not come to them in time, and can be cancelled', async () => {
    const code = { 'train.py': 'import time\ntime.sleep(600)\n' }
    expect(await trial(code, { limitMs: 3000 })).toMatchObject({ outcome: 'late', left: [] })
    const stop = AbortSignal.timeout(3000)
    expect(await thrownBy(trial(code, { signal: stop }))).toMatchObject({ code: 'cancelled' })
    await engine.settle()
    expect(await findContainersWith(base)).toEqual([])
  })

  it('is not tried without an image', async () => {
    const none = { outcome: 'no-image', python: '', left: [] }
    expect(await trial({ 'train.py': '' }, { base: null })).toMatchObject({ ...none, image: '' })
    expect(await trial({ 'train.py': '' }, { base: 'uai-test/gone:v1' })).toMatchObject({
      ...none,
      image: 'uai-test/gone:v1',
    })
  })
})
