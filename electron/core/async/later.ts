import { untilAborted } from './until-aborted.ts'

/** A value that one task makes and others wait for. */
export class Later<Value> {
  #resolve!: (value: Value) => void
  readonly #promise = new Promise<Value>((resolve) => (this.#resolve = resolve))

  set(value: Value): void {
    this.#resolve(value)
  }

  /** Rejects with `cancelled` once the signal is aborted, as when the value will never be made. */
  wait(signal: AbortSignal): Promise<Value> {
    return untilAborted(this.#promise, signal)
  }
}
