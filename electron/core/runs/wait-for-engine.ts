import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled, type ErrorCode } from '../../../shared/errors.ts'
import type { Engine } from '../ports/engine.ts'

const lostCodes: readonly ErrorCode[] = [
  'engine-missing',
  'engine-stopped',
  'engine-silent',
  'engine-link-failed',
  'engine-remote-missing',
  'engine-stream-cut',
]
const askAfterMs = 500
const askEveryMs = 5_000

/** The engine went away, or has not come yet; what ran on it may go on. */
export function isEngineLost(error: unknown): boolean {
  return error instanceof AppError && lostCodes.includes((error as AppError).code)
}

/** Resolves once the engine answers, however long that takes: what runs on it may go on meanwhile. */
export async function waitForEngine(engine: Pick<Engine, 'health'>, signal: AbortSignal): Promise<void> {
  for (let delayMs = askAfterMs; ; delayMs = Math.min(askEveryMs, delayMs * 1.5)) {
    const { state } = await engine.health(signal)
    if (state === 'ok') return
    await delay(delayMs, undefined, { signal }).catch(() => {
      throw cancelled()
    })
  }
}
