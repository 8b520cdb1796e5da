import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { RegistryAuth } from '../../electron/core/ports.ts'
import { findFreePort } from './ports.ts'
import { endProgram, endWithProcess } from './programs.ts'

export interface TestRegistry {
  /** With its port. */
  readonly host: string
  readonly port: number
  readonly auth: RegistryAuth
  stop(): Promise<void>
}

const username = 'packer@example.com'
const password = 'a-test-password-of-the-bench'
/** bcrypt of the password above. */
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuaa6WyCR006JHahidWMS1KgjJMXRjoNW'

/** Starts a real registry with a password on a free port of this machine. */
export async function startTestRegistry(options: { storageFolder?: string } = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-registry-'))
  const port = await findFreePort()
  const host = `127.0.0.1:${port}`
  await writeFile(join(folder, 'htpasswd'), `${username}:${passwordHash}\n`)
  await writeFile(join(folder, 'config.json'), JSON.stringify(settings(folder, host, options.storageFolder)))
  const program = spawn('docker-registry', ['serve', join(folder, 'config.json')], { stdio: 'ignore' })
  endWithProcess(program)
  const ended = new Promise<void>((resolve) => {
    program.once('exit', () => resolve())
    program.once('error', () => resolve())
  })
  const stop = async (): Promise<void> => {
    await endProgram(program)
    await rm(folder, { recursive: true, force: true })
  }
  if (!(await Promise.race([waitUntilReady(host), ended.then(() => false)]))) {
    await stop()
    throw new Error('docker-registry does not start; is it installed?')
  }
  return { host, port, auth: { host, username, password }, stop }
}

/** The program reads YAML, of which JSON is a part. */
function settings(folder: string, address: string, storageFolder = join(folder, 'storage')): object {
  return {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storageFolder }, delete: { enabled: true } },
    http: { addr: address },
    auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } },
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
