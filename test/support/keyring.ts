import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { endProgram, endWithProcess } from './programs.ts'

const run = promisify(execFile)

export interface TestKeyring {
  stop(): Promise<void>
}

/**
 * Starts a Secret Service of its own, empty and unlocked, and points this process at it. Before anything in the process
 * has used a keychain: the connection to it is made once.
 */
export async function startTestKeyring(): Promise<TestKeyring> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-keyring-'))
  const environment = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  endWithProcess(bus)
  const address = (await readLine(bus)).trim()
  process.env['DBUS_SESSION_BUS_ADDRESS'] = address
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...environment, DBUS_SESSION_BUS_ADDRESS: address },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  endWithProcess(keyring)
  keyring.stdin.end('a-password')
  await waitForService(address)
  return {
    stop: async () => {
      for (const program of [keyring, bus]) await endProgram(program)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function readLine(program: ChildProcess): Promise<string> {
  const { stdout } = program
  if (!stdout) throw new Error('no output')
  return new Promise((resolve, reject) => {
    program.once('error', reject)
    program.once('exit', () => reject(new Error(`${program.spawnfile} ended`)))
    stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))
  })
}

async function waitForService(address: string): Promise<void> {
  const question = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner']
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = await run('dbus-send', [
      `--bus=${address}`,
      '--print-reply=literal',
      ...question,
      'string:org.freedesktop.secrets',
    ])
    if (stdout.includes('true')) return
    await delay(50)
  }
  throw new Error('gnome-keyring-daemon does not start')
}
