import { AppError } from '../../../shared/errors.ts'
import type { EngineHealth } from '../../../shared/model/health.ts'
import type { Engine } from '../../core/ports/engine.ts'
import { TimeLimitError, withTimeLimit } from '../../core/async/time-limit.ts'
import { withoutPassword } from '../network/without-password.ts'
import type { EngineConnection } from './connection.ts'
import { registryCredentials } from './dial.ts'
import { recentMs } from './engine-info.ts'
import type { EngineInfo } from './engine-info.ts'
import { isObject, textOf } from './engine-stream.ts'
import { loginError } from './errors.ts'

const healthTimeoutMs = 5_000

/** `findAddress` names the engine when it does not answer in time. */
export function createHealth(
  connection: EngineConnection,
  engineInfo: EngineInfo,
  findAddress: () => Promise<string>,
): Pick<Engine, 'health' | 'recentHealth' | 'describe' | 'checkAuth'> {
  let last: { readonly health: EngineHealth; readonly at: number } | null = null
  const ask = async (signal: AbortSignal): Promise<EngineHealth> => {
    const [version, info] = await Promise.all([
      connection.call({ operation: 'version', method: 'GET', path: '/version', signal }),
      engineInfo.ask(signal),
    ])
    last = { health: readHealth(version, info), at: performance.now() }
    return last.health
  }
  const askAgain = async (signal: AbortSignal): Promise<EngineHealth> => {
    if (last === null || performance.now() - last.at > recentMs) return ask(signal)
    const { health } = last
    const answer = await connection.open({ operation: 'ping', method: 'GET', path: '/_ping', signal })
    answer.close()
    return health
  }
  const limited = async (signal: AbortSignal, work: typeof ask): Promise<EngineHealth> => {
    try {
      return await withTimeLimit({ signal, timeoutMs: healthTimeoutMs }, work)
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof TimeLimitError) {
        const stopped = new AppError('engine-stopped', { address: await findAddress(), words: error.message })
        return { state: 'problem', problem: stopped.toData() }
      }
      if (error instanceof AppError) return { state: 'problem', problem: error.toData() }
      throw error
    }
  }

  return {
    health: (signal) => limited(signal, ask),
    recentHealth: (signal) => limited(signal, askAgain),

    async describe(signal) {
      const info = await engineInfo.ask(signal)
      const tell = (name: string): string => textOf(info[name]) ?? ''
      const proxies = {
        http: withoutPassword(tell('HttpProxy')),
        https: withoutPassword(tell('HttpsProxy')),
        none: tell('NoProxy'),
      }
      return { rootFolder: tell('DockerRootDir'), operatingSystem: tell('OperatingSystem'), proxies }
    },

    async checkAuth(auth, signal) {
      await connection.call({
        operation: 'login',
        method: 'POST',
        path: '/auth',
        body: registryCredentials(auth),
        explain: loginError(auth.host, auth.username),
        signal,
      })
    },
  }
}

/** Of the answers to `/version` and `/info`. */
export function readHealth(version: unknown, info: unknown): EngineHealth {
  const infoParts = isObject(info) ? info : {}
  const versionParts = isObject(version) ? version : {}
  const runtimes = isObject(infoParts['Runtimes']) ? Object.keys(infoParts['Runtimes']) : []
  return {
    state: 'ok',
    version: textOf(versionParts['Version']) ?? '',
    apiVersion: textOf(versionParts['ApiVersion']) ?? '',
    storageDriver: textOf(infoParts['Driver']) ?? '',
    runtimes,
    cdiFolders: listOf(infoParts['CDISpecDirs']).flatMap((folder) => textOf(folder) ?? []),
    cdiDevices: listOf(infoParts['DiscoveredDevices']).flatMap((device) =>
      isObject(device) && device['Source'] === 'cdi' ? (textOf(device['ID']) ?? []) : [],
    ),
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
