import { AppError, isCancelled } from '../../../shared/errors.ts'
import { PassingFailure } from './patience.ts'

/** Opens a blob's content at a byte. */
export type OpenContent = (startByte: number) => AsyncIterable<Uint8Array>

/** Reads a blob in pieces that follow each other, without opening it anew for each. */
export class BlobReader {
  readonly #open: OpenContent
  readonly #digest: string
  /** Left by the piece before. */
  #idle: ContentStream | null = null

  constructor(digest: string, open: OpenContent) {
    this.#digest = digest
    this.#open = open
  }

  /** Exactly so many bytes. */
  async *read(startByte: number, sizeBytes: number): AsyncGenerator<Uint8Array, void> {
    const stream = await this.#streamAt(startByte)
    let left = sizeBytes
    try {
      while (left > 0) {
        const chunk = await stream.next(left)
        left -= chunk.length
        yield chunk
      }
    } catch (error) {
      throw this.#explain(error)
    } finally {
      if (left === 0) this.#idle = stream
      else await stream.close()
    }
  }

  async close(): Promise<void> {
    const stream = this.#idle
    this.#idle = null
    await stream?.close()
  }

  async #streamAt(startByte: number): Promise<ContentStream> {
    const stream = this.#idle
    if (stream?.position === startByte) {
      this.#idle = null
      return stream
    }
    await this.close()
    return new ContentStream(this.#open(startByte), startByte)
  }

  /** What a source says itself is left as it is; a plain error would be taken for the connection's. */
  #explain(error: unknown): unknown {
    if (error instanceof AppError || error instanceof PassingFailure || isCancelled(error)) return error
    const words = error instanceof Error ? error.message : String(error)
    return new AppError('read-failed', { path: this.#digest, words })
  }
}

class ContentStream {
  position: number
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(content: AsyncIterable<Uint8Array>, startByte: number) {
    this.#chunks = content[Symbol.asyncIterator]()
    this.position = startByte
  }

  /** At least one byte, at most so many. */
  async next(mostBytes: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const step = await this.#chunks.next()
      if (step.done === true) throw new Error(`it ends at byte ${this.position}`)
      this.#rest = step.value
    }
    const chunk = this.#rest.subarray(0, mostBytes)
    this.#rest = this.#rest.subarray(chunk.length)
    this.position += chunk.length
    return chunk
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}
