import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runBuiltCli, type CliRun } from '../support/cli.ts'
import { listen } from '../support/ports.ts'
import { writeFiles } from '../support/temporary-folder.ts'

/** What the app has for its clean-up, and what a busy machine takes on top of it. */
const limitMs = 10_000

let folder: string
let silent: Server
let address: string
const connections = new Set<Socket>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-ends-'))
  await writeFiles(folder, { 'code/train.py': "print('epoch 1')\n", 'data/x': '', 'output/y': '' })
  // It takes whatever it is told, and never says a word.
  silent = createServer((socket) => {
    connections.add(socket.on('error', () => undefined).resume())
  })
  address = `127.0.0.1:${await listen(silent)}`
})
afterAll(async () => {
  for (const socket of connections) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
  await rm(folder, { recursive: true })
})

const secrets = { UAI_PRIVATE_KEY: 'key', UAI_UHUB_PASSWORD: 'password' }
const code = ['--code_path=./code', '--mainfile_path=train.py']
const own = ['--base_cpu=base:1', '--base_gpu=base:1']
const accountWords = ['--public_key=key', '--uhub_username=user', '--uhub_registry=mine', '--uhub_imagename=net']
const packWords = ['pack', ...code, ...accountWords, '--test_data_path=./data', '--test_output_path=./output']

interface Hanging {
  readonly what: string
  readonly words: () => readonly string[]
  readonly variables: () => Readonly<Record<string, string>>
  readonly input?: null
}

const engine = (): Record<string, string> => ({ DOCKER_HOST: `tcp://${address}`, ...secrets })

/** Every command, while something that it asks is silent. */
const hanging: readonly Hanging[] = [
  { what: 'pack and the engine', words: () => [...packWords, ...own], variables: engine },
  {
    what: 'pack and the registry',
    words: () => [...packWords, ...own, `--uhub_host=${address}`],
    variables: () => secrets,
  },
  {
    what: 'pack and the API',
    words: () => [...packWords, '--ai_arch_v=pytorch-0.4', `--api_url=http://${address}`],
    variables: () => secrets,
  },
  {
    what: 'pack and standard input',
    words: () => [...packWords, ...own, '--secrets_stdin'],
    variables: () => ({}),
    input: null,
  },
  { what: 'check and the engine', words: () => ['check', ...code, ...own, '--try'], variables: engine },
  { what: 'doctor and the engine', words: () => ['doctor'], variables: engine },
  { what: 'sandbox and the engine', words: () => ['sandbox', '--prepare'], variables: engine },
  { what: 'explain and standard input', words: () => ['explain', '-'], variables: () => ({}), input: null },
]

describe.each(['SIGTERM', 'SIGINT'] as const)('a command that hangs ends by %s', (signal) => {
  it.concurrent.each(hanging)('$what', async ({ words, variables, input }) => {
    let sentAt = 0
    const run = runBuiltCli(words(), {
      ...(input === null ? { input } : {}),
      folder,
      variables: { UAI_DATA_FOLDER: join(folder, 'app'), ...variables() },
      // Nothing tells from outside that it waits; one that has ended before is none that hangs, and none that fails.
      onStart: ({ kill }) =>
        setTimeout(() => {
          sentAt = performance.now()
          kill(signal)
        }, 2500).unref(),
    })
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 2500 + limitMs).unref())
    const outcome: CliRun | 'late' = await Promise.race([run, late])
    expect(outcome, `${performance.now() - sentAt} ms`).not.toBe('late')
    if (outcome === 'late') return
    expect(outcome.errors).not.toMatch(/\n\s+at |Unhandled/)
    if (sentAt > 0) expect(outcome.exitCode).not.toBe(0)
  })
})
