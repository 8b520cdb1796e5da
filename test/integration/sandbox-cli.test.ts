import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runBuiltCli } from '../support/cli.ts'
import { removePackedImages } from '../support/engine-images.ts'
import { keptSandboxFolder } from '../support/kept-sandbox.ts'
import { startTestKeyring, type TestKeyring } from '../support/keyring.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const imageName = 'from-the-command-line'
let keyring: TestKeyring

beforeAll(async () => {
  keyring = await startTestKeyring()
})
afterAll(async () => {
  await removePackedImages(imageName)
  await keyring.stop()
})

it('makes a sandbox whose account packs and pushes at once', async () => {
  const dataFolder = await makeTemporaryFolder()
  const variables = { UAI_DATA_FOLDER: dataFolder, UAI_SANDBOX_FOLDER: keptSandboxFolder() }
  const made = await runBuiltCli(['sandbox', '--prepare'], { variables })
  expect(made).toMatchObject({ exitCode: 0 })
  const sample = join(dataFolder, 'sample')
  expect(made.output).toBe(`The sandbox is ready: account Sandbox, UHub registry demo, sample project in ${sample}.\n`)

  const flags = ['--account', 'Sandbox', '--code_path', 'code/', '--mainfile_path', 'mnist.py']
  const combination = ['--ai_arch_v=pytorch-0.4', '--python_version=python-3.6.2', '--os=ubuntu-16.04']
  const image = ['--uhub_registry', 'demo', '--uhub_imagename', imageName]
  const folders = ['--test_data_path', join(sample, 'data'), '--test_output_path', join(sample, 'output')]
  const words = ['pack', ...flags, ...combination, ...image, ...folders]
  const packed = await runBuiltCli(words, { variables, folder: sample })
  expect(packed).toMatchObject({ exitCode: 0 })
  const commands = await readFile(join(sample, 'uaitrain_cmd.txt'), 'utf8')
  expect(packed.output).toContain(commands)
  expect(commands).toMatch(/^CMD Used for deploying: \/data\/mnist\.py \n/)

  for (const [variable, reason] of [
    ['UAI_UHUB_PASSWORD', 'refused'],
    ['UAI_PRIVATE_KEY', 'private key does not belong'],
  ] as const) {
    const refused = await runBuiltCli(words, { variables: { ...variables, [variable]: 'wrong' }, folder: sample })
    expect(refused).toMatchObject({ exitCode: 1, output: '' })
    expect(refused.errors).toContain(reason)
  }
}, 600_000)

it('serves until it is interrupted', async () => {
  const variables = { UAI_DATA_FOLDER: await makeTemporaryFolder(), UAI_SANDBOX_FOLDER: keptSandboxFolder() }
  let interrupt: ((signal: NodeJS.Signals) => void) | null = null
  const run = await runBuiltCli(['sandbox'], {
    variables,
    onStart: (process) => (interrupt = process.kill),
    onErrors: (text) => {
      if (text.includes('It runs until Ctrl-C.')) interrupt?.('SIGINT')
    },
  })
  expect(run).toMatchObject({ exitCode: 0 })
}, 600_000)
