import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { cancelled } from '../../../shared/errors.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { AccountSettings } from '../../../shared/model/account.ts'
import { combinations, frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import type { JobActivity } from '../../core/jobs/activity.ts'
import type { Engine } from '../../core/ports/engine.ts'
import type { Files } from '../../core/ports/files.ts'
import type { Registry, RegistryAuth } from '../../core/ports/registry.ts'
import { publishBaseImages } from './base-images.ts'
import { isCloudServiceRunning, startCloudService } from './cloud-service.ts'
import type { CloudService, ServedBaseImage } from './cloud-service.ts'
import { startRegistryServer } from './registry-server.ts'
import type { RegistryServer } from './registry-server.ts'
import { loadSandboxState } from './sandbox-state.ts'
import type { SandboxState } from './sandbox-state.ts'
import { inStage } from './stages.ts'

export interface SandboxSecrets {
  readonly privateKey: string
  readonly uhubPassword: string
}

export interface SandboxOptions {
  /** Holds the registry's storage and the state; may be shared by several data folders, one at a time. */
  readonly folder: string
  readonly engine: Engine
  readonly registry: Registry
  readonly files: Files
}

/** The local stand-in for the service: an API, a registry with a password, and base images in it. */
export interface Sandbox {
  /** What its account is to say; the same at every start. */
  accountSettings(): Promise<AccountSettings>
  /** Starts both servers, unless they run already. The signal ends the wait; only `close` ends a start under way. */
  start(secrets: SandboxSecrets, signal: AbortSignal): Promise<void>
  /** Starts the servers and makes the base images that are missing. */
  prepare(secrets: SandboxSecrets, signal: AbortSignal): AsyncGenerator<JobActivity, void>
  close(): Promise<void>
}

interface Servers {
  readonly service: CloudService | null
  readonly registryServer: RegistryServer
}

const username = 'sandbox@localhost'
const publicKey = 'sandbox-public-key'

/** The only registry name (first part of an image's path) the sample project uses. */
export const sandboxUhubRegistry = 'demo'

export function makeSandboxSecrets(): SandboxSecrets {
  return { privateKey: randomBytes(20).toString('hex'), uhubPassword: randomBytes(20).toString('hex') }
}

export function createSandbox(options: SandboxOptions): Sandbox {
  let running: { servers: Promise<Servers>; stop: AbortController } | null = null
  const loadState = (): Promise<SandboxState> => loadSandboxState(options.folder, options.files)

  const launch = (secrets: SandboxSecrets): NonNullable<typeof running> => {
    const stop = new AbortController()
    const servers = startServers(options, secrets, stop.signal).catch((error: unknown) => {
      running = null
      throw error
    })
    return { servers, stop }
  }
  // Several may wait for one start, and one that no longer does must not end it for the others.
  const startOnce = (secrets: SandboxSecrets, signal: AbortSignal): Promise<unknown> => {
    running ??= launch(secrets)
    return unlessAborted(running.servers, signal)
  }

  return {
    accountSettings: async () => accountSettings(await loadState()),
    async start(secrets, signal) {
      await startOnce(secrets, signal)
    },
    async *prepare(secrets, signal) {
      yield* inStage('registry', async function* () {
        yield { type: 'log', source: 'app', text: `sandbox in ${options.folder}` }
        await startOnce(secrets, signal)
      })
      const state = await loadState()
      yield* publishBaseImages({
        images: servedBaseImages(state),
        engine: options.engine,
        registry: options.registry,
        auth: registryAuth(state, secrets),
        signal,
      })
    },
    async close() {
      running?.stop.abort()
      const servers = await running?.servers.catch(() => null)
      running = null
      await Promise.all([servers?.service?.close(), servers?.registryServer.close()])
    },
  }
}

/** What the promise settles to, or `cancelled` as soon as the signal is aborted. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(cancelled())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

async function startServers(options: SandboxOptions, secrets: SandboxSecrets, signal: AbortSignal): Promise<Servers> {
  const state = await loadSandboxState(options.folder, options.files)
  const registryServer = await startRegistryServer({
    ...options,
    folder: join(options.folder, 'registry'),
    port: state.registryPort,
    auth: registryAuth(state, secrets),
    signal,
  })
  try {
    const service = (await isCloudServiceRunning(state.instance, state.servicePort))
      ? null
      : await startCloudService({
          instance: state.instance,
          port: state.servicePort,
          publicKey,
          privateKey: secrets.privateKey,
          baseImages: servedBaseImages(state),
        })
    return { service, registryServer }
  } catch (error) {
    await registryServer.close()
    throw error
  }
}

function registryHost(state: SandboxState): string {
  return `127.0.0.1:${state.registryPort}`
}

function registryAuth(state: SandboxState, secrets: SandboxSecrets): RegistryAuth {
  return { host: registryHost(state), username, password: secrets.uhubPassword }
}

function accountSettings(state: SandboxState): AccountSettings {
  return {
    ...defaultAccountSettings,
    name: 'Sandbox',
    kind: 'sandbox',
    publicKey,
    apiUrl: `http://127.0.0.1:${state.servicePort}`,
    uhubUsername: username,
    uhubHost: registryHost(state),
    uhubInternalHost: `localhost:${state.registryPort}`,
  }
}

/** The pair of every combination with PyTorch, under the names the real service gives them. */
function servedBaseImages(state: SandboxState): ServedBaseImage[] {
  const served = combinations.filter((entry) => frameworkOf({ kind: 'combination', ...entry }) === 'pytorch')
  return served.flatMap(({ aiFramework, os, python, baseImages }) =>
    (['cpu', 'gpu'] as const).map((accelerator) => ({
      aiFramework,
      os,
      python,
      accelerator,
      image: `${registryHost(state)}/${baseImages[accelerator]}`,
    })),
  )
}
