import { setTimeout as delay } from 'node:timers/promises'
import type { Engine } from '../ports/engine.ts'

/** Time for training code to keep its checkpoint: that of `docker stop`. */
export const stopGraceMs = 10_000

/**
 * Ends a run as Ctrl+C in its terminal does; what still runs after the grace is killed. Returns once that is done, or
 * once the signal tells that the container has ended by itself.
 */
export async function stopGently(options: {
  readonly engine: Pick<Engine, 'signalContainer'>
  readonly id: string
  readonly graceMs: number
  readonly signal: AbortSignal
}): Promise<void> {
  const { engine, id, graceMs, signal } = options
  await engine.signalContainer(id, 'SIGINT')
  // Aborted when there is nothing left to kill.
  await delay(graceMs, undefined, { signal }).catch(() => undefined)
  if (!signal.aborted) await engine.signalContainer(id, 'SIGKILL')
}
