/** How many batches a reader is ready to take. */
export class Credit {
  #count: number
  #wake: () => void = () => undefined

  constructor(count: number) {
    this.#count = count
  }

  add(count: number): void {
    this.#count += count
    this.#wake()
  }

  /** Waits until something may be sent. Throws the signal's reason as soon as it is aborted. */
  async available(signal: AbortSignal): Promise<void> {
    while (this.#count === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = () => resolve()
        signal.addEventListener('abort', this.#wake, { once: true })
      })
      signal.removeEventListener('abort', this.#wake)
    }
    signal.throwIfAborted()
  }

  spend(): void {
    this.#count -= 1
  }
}
