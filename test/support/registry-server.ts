import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { findFreePort } from './ports.ts'
import { endProgram, endWithProcess } from './programs.ts'

export interface TestRegistry {
  /** With its port. */
  readonly host: string
  readonly port: number
  readonly auth: RegistryAuth
  /** Ends it, whatever it is doing, and starts it anew on the same port with what it has stored. */
  restart(): Promise<void>
  /** What its own garbage collection would remove: digests of blobs and manifests that nothing refers to, sorted. */
  findDangling(): Promise<string[]>
  /** Has it removed for good, as an administrator does while nobody pushes. */
  removeDangling(): Promise<void>
  stop(): Promise<void>
}

export interface TestRegistryOptions {
  readonly storageFolder?: string
  /** Instead of the password; as in its settings. */
  readonly auth?: object
}

const run = promisify(execFile)
const garbageCollection = ['garbage-collect', '--delete-untagged']
const username = 'packer@example.com'
const password = 'a-test-password-of-the-bench'
/** bcrypt of the password above. */
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuaa6WyCR006JHahidWMS1KgjJMXRjoNW'

/** Starts a real registry with a password on a free port of this machine. */
export async function startTestRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-registry-'))
  const port = await findFreePort()
  const host = `127.0.0.1:${port}`
  const settingsPath = join(folder, 'config.json')
  await writeFile(join(folder, 'htpasswd'), `${username}:${passwordHash}\n`)
  await writeFile(settingsPath, JSON.stringify(settings(folder, host, options)))
  let program = await startProgram(settingsPath, host)
  const restart = async (): Promise<void> => {
    program.kill('SIGKILL')
    await endProgram(program)
    program = await startProgram(settingsPath, host)
  }
  return {
    host,
    port,
    auth: { host, username, password },
    restart,
    findDangling: async () => {
      const { stdout } = await run('docker-registry', [...garbageCollection, '--dry-run', settingsPath])
      const found = stdout.matchAll(/^(?:blob|manifest) eligible for deletion: (.*)$/gm)
      return [...found].map((match) => match[1] ?? '').sort()
    },
    removeDangling: async () => {
      await run('docker-registry', [...garbageCollection, settingsPath])
      // What it remembers of blobs that are gone, it remembers until its end.
      await restart()
    },
    stop: async () => {
      await endProgram(program)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startProgram(settingsPath: string, host: string): Promise<ChildProcess> {
  const program = spawn('docker-registry', ['serve', settingsPath], { stdio: 'ignore' })
  endWithProcess(program)
  const ended = new Promise<void>((resolve) => {
    program.once('exit', () => resolve())
    program.once('error', () => resolve())
  })
  if (!(await Promise.race([waitUntilReady(host), ended.then(() => false)]))) {
    await endProgram(program)
    throw new Error('docker-registry does not start; is it installed?')
  }
  return program
}

/** The program reads YAML, of which JSON is a part. */
function settings(folder: string, address: string, options: TestRegistryOptions): object {
  const { storageFolder = join(folder, 'storage') } = options
  const passwords = { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } }
  return {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storageFolder }, delete: { enabled: true } },
    // Without a secret of its own, uploads that have begun would end with the program.
    http: { addr: address, secret: 'of-the-test-registry' },
    auth: options.auth ?? passwords,
  }
}

async function waitUntilReady(host: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      const { status } = await fetch(`http://${host}/v2/`)
      if (status === 401) return true
    } catch {
      // Not listening yet.
    }
    await delay(50)
  }
  return false
}
