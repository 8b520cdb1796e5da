import { cancelled } from '../../../shared/errors.ts'

/** As much as waits for a reader who is slower than the program. */
export const waitingBytes = 256 * 1024
/** As much as is given to a reader at once. */
const batchBytes = 64 * 1024

/** What one reader of a terminal has not read yet. */
export class OutputQueue {
  readonly #pieces: Uint8Array[] = []
  #sizeBytes = 0
  #ended = false
  #wakeReader: () => void = () => undefined
  #wakeWriter: () => void = () => undefined

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Resolves once there is room for more, or nobody reads any more. */
  async push(bytes: Uint8Array): Promise<void> {
    if (this.#ended) return
    this.#pieces.push(bytes)
    this.#sizeBytes += bytes.byteLength
    this.#wakeReader()
    while (this.#sizeBytes >= waitingBytes && !this.#hasEnded()) {
      await new Promise<void>((resolve) => (this.#wakeWriter = resolve))
    }
  }

  /** Nothing more is to come, or nobody is to read. */
  end(): void {
    this.#ended = true
    this.#wakeReader()
    this.#wakeWriter()
  }

  /** Null at the end. Rejects with `cancelled` once the signal is aborted. */
  async next(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null> {
    const wake = (): void => this.#wakeReader()
    signal.addEventListener('abort', wake)
    try {
      while (this.#pieces.length === 0) {
        if (signal.aborted) throw cancelled()
        if (this.#hasEnded()) return null
        await new Promise<void>((resolve) => (this.#wakeReader = resolve))
      }
      if (signal.aborted) throw cancelled()
      return this.#take()
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  #take(): Uint8Array<ArrayBuffer> {
    const taken: Uint8Array[] = []
    for (let left = batchBytes; left > 0 && this.#pieces.length > 0;) {
      const piece = this.#pieces.shift() ?? new Uint8Array()
      if (piece.byteLength > left) this.#pieces.unshift(piece.subarray(left))
      const part = piece.subarray(0, left)
      taken.push(part)
      left -= part.byteLength
      this.#sizeBytes -= part.byteLength
    }
    this.#wakeWriter()
    // Memory of its own: a part of a larger piece would be sent as the whole.
    return new Uint8Array(Buffer.concat(taken))
  }

  /** Asked anew after each wait. */
  #hasEnded(): boolean {
    return this.#ended
  }
}
