const mebibyte = 1024 * 1024

/** What one chunk should take: long enough for the answers in between not to count, short enough to send again. */
const chunkMs = 4_000
const smallestUsualBytes = 8 * mebibyte
const largestUsualBytes = 32 * mebibyte
const smallestBytes = 32 * 1024
/** A connection that has held for so long deserves chunks twice as large. */
const trustMs = 60_000

export interface ChunkClock {
  /** Milliseconds, of which only differences count. */
  now(): number
}

/** How much of a blob goes into one request: by the connection's speed, and little after it was cut. */
export class ChunkSize {
  readonly #clock: ChunkClock
  #usualBytes = smallestUsualBytes
  #reduced: { readonly sizeBytes: number; readonly at: number } | null = null
  #leastBytes = 0

  constructor(clock: ChunkClock = performance) {
    this.#clock = clock
  }

  get bytes(): number {
    return Math.max(this.#leastBytes, Math.min(this.#usualBytes, this.#reducedBytes()))
  }

  /** After a cut each request has a connection of its own. */
  get isReduced(): boolean {
    return this.#reducedBytes() < this.#usualBytes
  }

  /** What the registry wants at least (`OCI-Chunk-Min-Length`). */
  demand(leastBytes: number): void {
    this.#leastBytes = leastBytes
  }

  measured({ sentBytes, tookMs }: { sentBytes: number; tookMs: number }): void {
    const ideal = (sentBytes / Math.max(tookMs, 1)) * chunkMs
    this.#usualBytes = Math.floor(Math.min(Math.max(ideal, smallestUsualBytes), largestUsualBytes))
  }

  /** After so many bytes were too many; false when it cannot be less. */
  reduce(triedBytes: number): boolean {
    const sizeBytes = Math.max(Math.floor(triedBytes / 4), smallestBytes)
    this.#reduced = { sizeBytes, at: this.#clock.now() }
    return this.bytes < triedBytes
  }

  #reducedBytes(): number {
    if (this.#reduced === null) return Infinity
    const doublings = Math.floor((this.#clock.now() - this.#reduced.at) / trustMs)
    return this.#reduced.sizeBytes * 2 ** doublings
  }
}
