import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { endWithProcess } from './programs.ts'

const run = promisify(execFile)

export interface OwnEngineOptions {
  readonly storageDriver: 'vfs' | 'overlay2'
  readonly group?: string
  readonly variables?: Readonly<Record<string, string>>
  /** What its daemon.json says. */
  readonly settings?: object
  /** After `endAlone`: with what the one before ran. */
  readonly again?: boolean
}

/** A Docker Engine of the test alone, on a small disk of its own; needs root. */
export interface OwnEngine {
  /** For DOCKER_HOST. */
  readonly address: string
  readonly socketPath: string
  start(options: OwnEngineOptions): Promise<void>
  /** Has it read its settings again, without a restart. */
  reload(settings: object): Promise<void>
  /** Ends it as a crash does: its socket stays. */
  kill(): Promise<void>
  /** Ends it as the system does; one that starts again finds what it ran. */
  endAlone(): Promise<void>
  remove(): Promise<void>
}

export async function makeOwnEngine(diskBytes: number): Promise<OwnEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-engine-'))
  const disk = join(folder, 'disk')
  const settingsPath = join(folder, 'daemon.json')
  const socketPath = join(folder, 'engine.sock')
  let program: ChildProcess | null = null
  let starts = 0
  await mkdir(disk)
  await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', disk])

  const runFolder = (): string => join(folder, `run-${starts}`)
  const end = async (name: NodeJS.Signals): Promise<void> => {
    const ending = program
    program = null
    if (ending?.exitCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(name)
    await ended
  }
  const kill = async (name: NodeJS.Signals): Promise<void> => {
    if (program === null) return
    await end(name)
    // Its containerd outlives an engine that is killed, and keeps the folders of the next one.
    const containerd = await readFile(join(runFolder(), 'containerd/containerd.pid'), 'utf8').catch(() => '')
    if (containerd !== '') await run('kill', ['-9', containerd.trim()]).catch(() => undefined)
  }

  return {
    address: `unix://${socketPath}`,
    socketPath,
    async start({ storageDriver, group = 'root', variables = {}, settings = {}, again = false }) {
      if (!again) starts++
      await rm(join(folder, 'engine.pid'), { force: true })
      await writeFile(settingsPath, JSON.stringify(settings))
      const words = [
        ...['--data-root', disk, '--exec-root', runFolder(), '--pidfile', join(folder, 'engine.pid')],
        ...['--host', `unix://${socketPath}`, '--config-file', settingsPath, '--group', group],
        ...['--bridge=none', '--iptables=false', '--storage-driver', storageDriver],
      ]
      // An engine without a bridge removes the one that it finds, which is the machine's: it gets a network of its own.
      program = spawn('unshare', ['--net', 'dockerd', ...words], {
        env: { ...process.env, ...variables },
        stdio: 'ignore',
      })
      endWithProcess(program)
      await waitUntil(() => answers(socketPath))
    },
    async reload(settings) {
      await writeFile(settingsPath, JSON.stringify(settings))
      program?.kill('SIGHUP')
    },
    kill: () => kill('SIGKILL'),
    endAlone: () => end('SIGTERM'),
    async remove() {
      await kill('SIGTERM')
      await run('sh', ['-c', 'mount | cut -d" " -f3 | grep "^$0/" | sort -r | xargs -r umount', folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping' }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.on('error', () => resolve(false))
    asked.end()
  })
}

/** Asks again and again, for at most half a minute. */
export async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await isSo()) return
    await delay(100)
  }
  throw new Error('still not so after 30 s')
}
