import { cancelled } from '../../../shared/errors.ts'

/** Wakes whoever waits for a change, all of them at once. */
export interface SignalBox {
  /** How often it has rung. Read before looking, given to `after` when there was nothing to see. */
  readonly version: number
  ring(): void
  /** Resolves once it has rung since that version. Rejects with `cancelled` when the signal is aborted. */
  after(version: number, signal: AbortSignal): Promise<void>
}

export function createSignalBox(): SignalBox {
  let version = 0
  let waiting = new Set<() => void>()
  return {
    get version() {
      return version
    },
    ring: () => {
      version++
      const woken = waiting
      waiting = new Set()
      for (const wake of woken) wake()
    },
    after: (seen, signal) =>
      new Promise<void>((resolve, reject) => {
        if (signal.aborted) {
          reject(cancelled())
          return
        }
        if (version > seen) {
          resolve()
          return
        }
        const wake = (): void => {
          signal.removeEventListener('abort', abort)
          resolve()
        }
        const abort = (): void => {
          waiting.delete(wake)
          reject(cancelled())
        }
        waiting.add(wake)
        signal.addEventListener('abort', abort, { once: true })
      }),
  }
}
