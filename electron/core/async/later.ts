import { cancelled } from '../../../shared/errors.ts'

/** A value that one task makes and others wait for. */
export class Later<Value> {
  #resolve!: (value: Value) => void
  readonly #promise = new Promise<Value>((resolve) => (this.#resolve = resolve))

  set(value: Value): void {
    this.#resolve(value)
  }

  /** Rejects with `cancelled` once the signal is aborted, as when the value will never be made. */
  async wait(signal: AbortSignal): Promise<Value> {
    if (signal.aborted) throw cancelled()
    let stop = (): void => undefined
    const aborted = new Promise<never>((_, reject) => (stop = () => reject(cancelled())))
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await Promise.race([this.#promise, aborted])
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
