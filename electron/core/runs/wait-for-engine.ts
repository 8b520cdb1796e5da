import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled, fromErrorData, type ErrorCode } from '../../../shared/errors.ts'
import type { Engine } from '../ports.ts'

const lostCodes: readonly ErrorCode[] = ['engine-missing', 'engine-stopped', 'engine-stream-cut']
const askEveryMs = 500
/** A machine that has just started may take minutes to its engine; what was cancelled does not wait. */
const limitMs = 10 * 60_000

/** The engine went away, or has not come yet; what ran on it may go on. */
export function isEngineLost(error: unknown): boolean {
  return error instanceof AppError && lostCodes.includes((error as AppError).code)
}

/** Resolves once the engine answers; rejects with what keeps it from that after some minutes. */
export async function waitForEngine(engine: Pick<Engine, 'health'>, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(limitMs)
  for (;;) {
    const health = await engine.health(signal)
    if (health.state === 'ok') return
    if (limit.aborted) throw fromErrorData(health.problem)
    await delay(askEveryMs, undefined, { signal }).catch(() => {
      throw cancelled()
    })
  }
}
