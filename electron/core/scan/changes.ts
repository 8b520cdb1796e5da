import { setTimeout as delay } from 'node:timers/promises'
import { cancelled } from '../../../shared/errors.ts'

/** Many changes come at once: a branch is switched, an editor writes its files. */
const quietMs = 300
const longestMs = 2000

/** Remembers that something has changed until somebody asks. */
export class Changes {
  #count = 0
  #wake: () => void = () => undefined

  readonly notify = (): void => {
    this.#count += 1
    this.#wake()
  }

  /** Resolves once something has changed and it has gone quiet again. Rejects with `cancelled`. */
  async next(signal: AbortSignal): Promise<void> {
    while (this.#count === 0) await this.#wait(signal)
    let seen = 0
    for (let waitedMs = 0; seen !== this.#count && waitedMs < longestMs; waitedMs += quietMs) {
      seen = this.#count
      await delay(quietMs)
      if (signal.aborted) throw cancelled()
    }
    this.#count = 0
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(cancelled())
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      this.#wake = () => {
        signal.removeEventListener('abort', stop)
        resolve()
      }
    })
  }
}
