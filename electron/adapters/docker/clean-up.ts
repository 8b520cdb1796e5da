import { setTimeout as delay } from 'node:timers/promises'

/** How long a cancelled operation waits for its own clean-up before it lets it go on by itself. */
const patienceMs = 500
/** How long the end of the app waits for what is still going on. */
const settleLimitMs = 5_000

/** The engine finishes what it is at, even when nobody waits for it any more; what comes of it is removed here. */
export interface CleanUp {
  /** Runs `work`, whose failure does not matter any more; returns once it is done or has taken long enough. */
  run(work: () => Promise<void>): Promise<void>
  /** Ends with everything that is still going on, or when that takes too long. */
  settle(): Promise<void>
}

export function createCleanUp(): CleanUp {
  const running = new Set<Promise<void>>()
  return {
    async run(work) {
      const task = work()
        // The engine is gone, and what it would have left with it.
        .catch(() => undefined)
        .finally(() => running.delete(task))
      running.add(task)
      await Promise.race([task, delay(patienceMs)])
    },
    async settle() {
      await Promise.race([Promise.all(running), delay(settleLimitMs, undefined, { ref: false })])
    },
  }
}
