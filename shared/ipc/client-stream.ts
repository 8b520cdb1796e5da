/** What reading a stream needs of its connection. */
export interface StreamLink {
  grant(count: number): void
  abort(): void
}

/**
 * A running stream, read in batches with `for await`; leaving the loop ends it, and the loop is left only once main
 * has cleaned up. `result` rejects with whatever ended the stream early; it need not be awaited.
 */
export interface StreamReading<Item, Result> extends AsyncIterable<readonly Item[]> {
  readonly result: Promise<Result>
}

/** Batches under way at a time: enough to hide the way there and back, few enough to hold a fast producer. */
export const initialCredit = 4

export class IncomingStream implements StreamReading<unknown, unknown> {
  readonly result: Promise<unknown>
  readonly #link: StreamLink
  readonly #batches: (readonly unknown[])[] = []
  #ended = false
  #wake: () => void = () => undefined
  #resolve: (result: unknown) => void = () => undefined
  #reject: (error: Error) => void = () => undefined

  constructor(link: StreamLink) {
    this.#link = link
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // The loop throws the same error; who has no use for the result must not be told of it as unhandled.
    this.result.catch(() => undefined)
  }

  push(batch: readonly unknown[]): void {
    this.#batches.push(batch)
    this.#wake()
  }

  end(result: unknown): void {
    this.#ended = true
    this.#resolve(result)
    this.#wake()
  }

  fail(error: Error): void {
    this.#ended = true
    this.#reject(error)
    this.#wake()
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly unknown[]> {
    return this.#read()
  }

  async *#read(): AsyncGenerator<readonly unknown[], void> {
    try {
      for (;;) {
        const batch = this.#batches.shift()
        if (batch !== undefined) {
          yield batch
          if (!this.#ended) this.#link.grant(1)
        } else if (this.#ended) {
          await this.result
          return
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve))
        }
      }
    } finally {
      if (!this.#ended) {
        this.#link.abort()
        await this.result.catch(() => undefined)
      }
    }
  }
}
