/**
 * How content gets into a registry: in chunks that can each be sent again; in one stream, as `docker push` sends it;
 * whole, with the request that ends the upload; and in small chunks, where servers before the registry take no more.
 */
export const uploadWays = ['chunks', 'stream', 'whole', 'small-chunks'] as const

export type UploadWay = (typeof uploadWays)[number]

/** What the small chunks have at the most. */
export const smallChunkBytes = 1024 * 1024

/** The ways that are left for one blob. */
export class WaysToTry {
  #first: UploadWay = 'chunks'
  #way: UploadWay = 'chunks'
  readonly #tried = new Set<UploadWay>()

  get way(): UploadWay {
    return this.#way
  }

  /** By now another one than it began with. */
  get hasChanged(): boolean {
    return this.#tried.has(this.#first)
  }

  get isInChunks(): boolean {
    return this.#way === 'chunks' || this.#way === 'small-chunks'
  }

  /** The way that the registry is known to take. */
  begin(way: UploadWay): void {
    this.#first = way
    this.#way = way
  }

  /** A way that was gone beside the usual one, such as for what fits into one request. */
  exclude(way: UploadWay): void {
    this.#tried.add(way)
  }

  /** False when there is none left. */
  goOn(): boolean {
    this.#tried.add(this.#way)
    const next = uploadWays.find((way) => !this.#tried.has(way))
    if (next === undefined) return false
    this.#way = next
    return true
  }
}
