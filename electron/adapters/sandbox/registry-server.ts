import bcrypt from 'bcryptjs'
import { spawn } from 'node:child_process'
import { access, constants, mkdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled, remoteWords } from '../../../shared/errors.ts'
import type { Engine } from '../../core/ports/engine.ts'
import type { Files } from '../../core/ports/files.ts'
import type { Registry, RegistryAuth } from '../../core/ports/registry.ts'
import { sandboxLabel } from './labels.ts'

export interface RegistryServer {
  close(): Promise<void>
}

/** A registry that may not get as far as answering. */
interface StartedRegistry extends RegistryServer {
  /** Resolves once it has ended, with the last lines it wrote. */
  untilEnded(signal: AbortSignal): Promise<string>
}

export interface RegistryServerOptions {
  readonly folder: string
  readonly port: number
  readonly auth: RegistryAuth
  readonly engine: Engine
  readonly registry: Registry
  readonly files: Files
  readonly signal: AbortSignal
}

const programName = 'docker-registry'
const imageName = 'registry:2'
const startLimitMs = 15_000
const lastLineCount = 3
const storageInContainer = '/var/lib/registry'
const settingsInContainer = '/etc/docker/registry'

/**
 * Starts a registry with a password on loopback: the `docker-registry` program where it is installed, the
 * `registry:2` image otherwise. One that already answers with this password is used as it is.
 */
export async function startRegistryServer(options: RegistryServerOptions): Promise<RegistryServer> {
  await mkdir(join(options.folder, 'storage'), { recursive: true })
  if (await answers(options)) return { close: () => Promise.resolve() }
  const program = await findProgram(programName)
  const server = program === null ? await startInContainer(options) : await startProgram(program, options)
  try {
    await waitUntilReady(options, server)
  } catch (error) {
    await server.close()
    throw error
  }
  return server
}

async function startProgram(program: string, options: RegistryServerOptions): Promise<StartedRegistry> {
  const { folder, port, files } = options
  const settingsPath = join(folder, 'registry.yml')
  const logPath = join(folder, 'registry.log')
  await files.replace(join(folder, 'htpasswd'), await passwordFile(options.auth))
  await files.replace(
    settingsPath,
    registrySettings(join(folder, 'storage'), join(folder, 'htpasswd'), `127.0.0.1:${port}`),
  )
  // The shell ends the registry when its standard input closes, so the registry never outlives the app, even a killed one.
  const script = `exec 3<&0
"$1" serve "$2" >"$3" 2>&1 3<&- & child=$!
{ while read -r line; do :; done <&3; kill $child; } & watcher=$!
trap 'kill $child; wait $child' TERM
wait $child
kill $watcher`
  const shell = spawn('/bin/sh', ['-c', script, 'sh', program, settingsPath, logPath], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const exited = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve())
    shell.once('error', () => resolve())
  })
  return {
    close: async () => {
      shell.stdin.end()
      await exited
    },
    untilEnded: async () => {
      await exited
      // A program that could not be run has left no log.
      return lastLines(await readFile(logPath, 'utf8').catch(() => ''))
    },
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-lastLineCount).join('\n')
}

async function startInContainer(options: RegistryServerOptions): Promise<StartedRegistry> {
  const { folder, port, engine, files, signal } = options
  const settingsFolder = join(folder, 'settings')
  await mkdir(settingsFolder, { recursive: true })
  await files.replace(join(settingsFolder, 'htpasswd'), await passwordFile(options.auth))
  await files.replace(
    join(settingsFolder, 'config.yml'),
    registrySettings(storageInContainer, `${settingsInContainer}/htpasswd`, '0.0.0.0:5000'),
  )
  if ((await engine.inspectImage(imageName, signal)) === null) await pullRegistryImage(engine, signal)
  for (const id of await engine.findContainers({ name: sandboxLabel, value: String(port) }, signal)) {
    await engine.removeContainer(id)
  }
  const id = await engine.createContainer(
    {
      image: imageName,
      command: [`${settingsInContainer}/config.yml`],
      mounts: [
        { source: settingsFolder, target: settingsInContainer },
        { source: join(folder, 'storage'), target: storageInContainer },
      ],
      environment: {},
      labels: { [sandboxLabel]: String(port) },
      runtime: null,
      network: 'default',
      publishedPorts: [{ containerPort: 5000, hostAddress: '127.0.0.1', hostPort: port }],
    },
    signal,
  )
  try {
    await engine.startContainer(id, signal)
  } catch (error) {
    await engine.removeContainer(id)
    throw error
  }
  return {
    close: () => engine.removeContainer(id),
    untilEnded: async (signal) => {
      await engine.waitContainer(id, signal)
      const chunks: Uint8Array[] = []
      for await (const { bytes } of engine.followOutput(id, signal)) chunks.push(bytes)
      return lastLines(Buffer.concat(chunks).toString())
    },
  }
}

async function pullRegistryImage(engine: Engine, signal: AbortSignal): Promise<void> {
  try {
    const pull = engine.pullImage({ reference: imageName, auth: null, signal })
    while (!(await pull.next()).done);
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw new AppError('sandbox-unavailable', {
      reason: 'registry-program-missing',
      words: remoteWords(error),
    })
  }
}

/** Distribution reads YAML, of which JSON is a part. */
function registrySettings(storageFolder: string, passwordPath: string, address: string): string {
  return `${JSON.stringify(
    {
      version: '0.1',
      log: { level: 'warn' },
      storage: { filesystem: { rootdirectory: storageFolder }, delete: { enabled: true } },
      http: { addr: address },
      auth: { htpasswd: { realm: 'UHub sandbox', path: passwordPath } },
    },
    null,
    2,
  )}\n`
}

async function passwordFile(auth: RegistryAuth): Promise<string> {
  return `${auth.username}:${await bcrypt.hash(auth.password, 8)}\n`
}

async function waitUntilReady(options: RegistryServerOptions, server: StartedRegistry): Promise<void> {
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  const ended = server.untilEnded(signal).then((words) => {
    throw new AppError('sandbox-unavailable', { reason: 'registry-failed', words })
  })
  try {
    await Promise.race([untilAnswers({ ...options, signal }), ended])
  } finally {
    stop.abort()
  }
}

async function untilAnswers(options: RegistryServerOptions): Promise<void> {
  const deadline = Date.now() + startLimitMs
  while (Date.now() < deadline) {
    if (options.signal.aborted) throw cancelled()
    if (await answers(options)) return
    await delay(100)
  }
  throw new AppError('sandbox-unavailable', { reason: 'registry-failed', words: options.auth.host })
}

async function answers({ registry, auth, signal }: RegistryServerOptions): Promise<boolean> {
  try {
    await registry.checkLogin(auth, signal)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'registry-login-refused') {
      // Somebody else's registry on our port, or ours with a password that has been lost.
      throw new AppError('sandbox-unavailable', { reason: 'port', words: auth.host })
    }
    return false
  }
}

async function findProgram(name: string): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return null
}
