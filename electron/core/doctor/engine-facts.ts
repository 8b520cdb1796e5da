import type { ErrorData } from '../../../shared/errors.ts'
import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { EngineHealth } from '../../../shared/model/health.ts'
import { TimeLimitError, withTimeLimit } from '../async/time-limit.ts'
import type { Engine, EngineDescription } from '../ports/engine.ts'
import type { EnginePlace, Machine, SocketFacts } from './machine.ts'

/** What is to be seen of the engine without asking it. */
export interface EngineFacts {
  readonly place: EnginePlace
  readonly isRemote: boolean
  /** Null for an engine that is reached in another way. */
  readonly socketPath: string | null
  /** Null when there is no such file. */
  readonly socket: SocketFacts | null
}

export type WorkingEngine = EngineDescription & Extract<EngineHealth, { state: 'ok' }>

/** What the engine says of itself, or what keeps it from answering. */
export type EngineAnswer =
  | { readonly working: WorkingEngine; readonly problem: null; readonly isSilent: false }
  | { readonly working: null; readonly problem: ErrorData; readonly isSilent: boolean }

/** Below the time limit of a check, so that the check that asks tells of it, and not each check that waits. */
const answerTimeoutMs = 4_000

export async function findEngineFacts(machine: Machine): Promise<EngineFacts> {
  const place = await machine.findEngine()
  const socketPath = /^unix:\/\/(.+)$/.exec(place.address)?.[1] ?? null
  const socket = socketPath === null ? null : await machine.inspectSocket(socketPath)
  return { place, socketPath, socket, isRemote: isRemote(place.address) }
}

export async function askEngine(
  engine: Pick<Engine, 'health' | 'describe'>,
  address: string,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  try {
    return await withTimeLimit({ signal, timeoutMs: answerTimeoutMs }, async (stop) => {
      const [health, description] = await Promise.all([engine.health(stop), engine.describe(stop)])
      if (health.state === 'problem') return { working: null, problem: health.problem, isSilent: false }
      return { working: { ...health, ...description }, problem: null, isSilent: false }
    })
  } catch (error) {
    if (isCancelled(error)) throw error
    if (error instanceof AppError) return { working: null, problem: (error as AppError).toData(), isSilent: false }
    if (!(error instanceof TimeLimitError)) throw error
    const problem: ErrorData = { code: 'engine-stopped', details: { address, words: error.message } }
    return { working: null, problem, isSilent: true }
  }
}

export function isRemote(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || ['unix:', 'npipe:'].includes(url.protocol)) return false
  return !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}
