import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { BlobDescriptor } from '../../core/ports/registry.ts'
import type { RequestBody } from '../network/exchange.ts'
import type { BlobReader } from './blob-reader.ts'
import { ChunkSize } from './chunk-size.ts'
import type { KeptUploads } from './kept-uploads.ts'
import { receivedBytes } from './numbers.ts'
import { PassingFailure } from './patience.ts'
import type { Patience } from './patience.ts'
import type { RegistryAnswer, RegistryRequest, RegistrySession } from './session.ts'
import { blobExists, cancelUpload, startUpload, uploadLocation, verifyNamedDigest } from './upload-requests.ts'
import type { OpenedUpload } from './upload-requests.ts'
import { smallChunkBytes, WaysToTry } from './upload-ways.ts'

export interface UploadOptions {
  readonly session: RegistrySession
  readonly repository: string
  readonly blob: BlobDescriptor
  readonly source: BlobReader
  readonly kept: KeptUploads
  /** How many bytes the registry has, or is about to have. */
  readonly tell: (currentBytes: number) => void
}

/** A smaller upload is not worth remembering. */
const keptFromBytes = 8 * 1024 * 1024
/** Before it answers, a registry may hash and move the whole blob; at this speed at the least. */
const commitBytesPerMs = 20_000
/** What says something of the account, not of the way the content is sent. */
const deniedStatuses: readonly number[] = [401, 403]

/**
 * Sends one blob in chunks, and goes on where the registry says it is: after a cut connection, or where another
 * process left off. A registry that refuses a way without any trouble before gets it by the next one, without waiting.
 */
export class Upload {
  sentBytes = 0
  readonly #options: UploadOptions
  readonly #patience: Patience
  readonly #chunkSize = new ChunkSize()
  /** Null while the registry has none open for us. */
  #url: URL | null = null
  #offset = 0
  /** Not after something failed: the registry may have got more than we know, or nothing. */
  #isOffsetCertain = true
  /** The most it ever had. */
  #bestOffset = 0
  /** A request of this upload failed, so that its content may be in disorder. */
  #hadTrouble = false
  /** Where the registry was last found to be elsewhere than we thought. */
  #disorderAt = -1
  readonly #ways = new WaysToTry()

  constructor(options: UploadOptions) {
    this.#options = options
    this.#patience = options.session.patience()
  }

  /** `opened` by the registry already, or null. */
  async run(opened: OpenedUpload | null): Promise<void> {
    await this.#takeUp(opened)
    for (;;) {
      try {
        while (!(await this.#isCompleteAfterStep()));
        await this.#options.kept.forget(this.#target)
        await this.#keepWay()
        this.#options.tell(this.#options.blob.sizeBytes)
        return
      } catch (error) {
        await this.#recover(error)
      }
    }
  }

  get #target() {
    const { session, repository, blob } = this.#options
    return { host: session.host, repository, digest: blob.digest }
  }

  async #takeUp(opened: OpenedUpload | null): Promise<void> {
    const { session, kept } = this.#options
    this.#ways.begin(await kept.wayOf(session.host))
    const url = await kept.find(this.#target)
    if (url === null || !this.#ways.isInChunks) {
      if (url !== null) await this.#drop(url)
      if (opened !== null) await this.#begin(opened)
      return
    }
    if (opened !== null) await cancelUpload(session, opened.url)
    this.#url = url
    this.#isOffsetCertain = false
    this.#hadTrouble = true
  }

  async #isCompleteAfterStep(): Promise<boolean> {
    const { session, repository, blob } = this.#options
    const url = this.#url
    if (url === null) {
      await this.#begin(await startUpload(session, repository))
      return false
    }
    if (!this.#isOffsetCertain) return this.#askOffset(url)
    const left = blob.sizeBytes - this.#offset
    const { way } = this.#ways
    const fitsInOne = way === 'chunks' && this.#offset === 0 && left <= this.#chunkSize.bytes
    if (left === 0 || fitsInOne || way === 'whole') return this.#finish(url, left)
    await this.#sendChunk(url, way === 'stream' ? left : Math.min(left, this.#chunkBytes))
    return false
  }

  get #chunkBytes(): number {
    const { bytes } = this.#chunkSize
    return this.#ways.way === 'small-chunks' ? Math.min(bytes, smallChunkBytes) : bytes
  }

  /** What was found out by trying is worth knowing the next time. */
  async #keepWay(): Promise<void> {
    const { kept, session } = this.#options
    if (this.#ways.hasChanged) await kept.keepWay(session.host, this.#ways.way)
  }

  async #begin({ url, leastChunkBytes }: OpenedUpload): Promise<void> {
    this.#chunkSize.demand(leastChunkBytes)
    this.#offset = 0
    this.#hadTrouble = false
    await this.#goOnAt(url)
  }

  async #goOnAt(url: URL): Promise<void> {
    const { kept, blob } = this.#options
    this.#url = url
    this.#isOffsetCertain = true
    if (this.#offset > this.#bestOffset) {
      this.#bestOffset = this.#offset
      this.#patience.renew()
    }
    if (blob.sizeBytes >= keptFromBytes && this.#ways.isInChunks) await kept.keep({ ...this.#target, url: url.href })
  }

  /** True when the last request did succeed, though its answer was lost. */
  async #askOffset(url: URL): Promise<boolean> {
    const { session, repository, blob } = this.#options
    const answer = await session.sendOnce({ method: 'GET', path: url })
    const received = answer.status >= 200 && answer.status < 300 ? receivedBytes(answer.headers.get('range')) : null
    // What is sent in one piece cannot be gone on with.
    if (received !== null && received <= blob.sizeBytes && this.#ways.isInChunks) {
      this.#offset = received
      await this.#goOnAt(uploadLocation(session, answer) ?? url)
      return false
    }
    if (received !== null) await cancelUpload(session, url)
    await this.#startAnew()
    return blobExists(session, repository, blob.digest)
  }

  async #sendChunk(url: URL, sizeBytes: number): Promise<void> {
    const [first, last] = [this.#offset, this.#offset + sizeBytes - 1]
    const startedAt = performance.now()
    const range = { 'Content-Range': `${first}-${last}` }
    const answer = await this.#sendContent(sizeBytes, {
      method: 'PATCH',
      path: url,
      headers: { 'Content-Type': 'application/octet-stream', ...(this.#ways.isInChunks && range) },
      isLast: this.#chunkSize.isReduced,
    })
    const { status } = answer
    if (status >= 200 && status < 300) {
      this.#chunkSize.measured({ sentBytes: sizeBytes, tookMs: performance.now() - startedAt })
      // It has taken what was sent, whatever it counts: the digest decides in the end.
      this.#offset = last + 1
      await this.#goOnAt(uploadLocation(this.#options.session, answer) ?? url)
    } else if (isTooLarge(status, first) && this.#ways.isInChunks && this.#chunkSize.reduce(sizeBytes)) {
      this.#isOffsetCertain = false
    } else {
      // No method for chunks is none for a stream.
      if (status === 405) this.#ways.exclude('stream')
      await this.#takeAnotherWay(url, answer)
    }
  }

  /** Where nothing but the way can be at fault, and there is another; otherwise it throws. */
  async #takeAnotherWay(url: URL, answer: RegistryAnswer): Promise<void> {
    const { session } = this.#options
    if (deniedStatuses.includes(answer.status)) throw session.refusal(answer)
    if (this.#hadTrouble) {
      // What the registry has may be in disorder, or still be on its way into it: from there where it is by then, and
      // where it stays there, the same way from the beginning.
      const isFirstHere = answer.status === 416 && this.#disorderAt !== this.#offset
      this.#disorderAt = this.#offset
      if (!isFirstHere) await this.#drop(url)
      throw this.#disorder(answer)
    }
    if (!this.#ways.goOn()) throw session.refusal(answer)
    await this.#drop(url)
  }

  /** With what is left of the content. False when it is to be sent otherwise. */
  async #finish(url: URL, sizeBytes: number): Promise<boolean> {
    const { session, blob } = this.#options
    const target = new URL(url)
    target.searchParams.set('digest', blob.digest)
    const answer = await this.#sendContent(sizeBytes, {
      method: 'PUT',
      path: target,
      headers: { 'Content-Type': 'application/octet-stream' },
      isLast: this.#chunkSize.isReduced,
      extraMs: blob.sizeBytes / commitBytesPerMs,
    })
    const { status } = answer
    if (status >= 200 && status < 300) {
      verifyNamedDigest(session, answer, blob.digest)
      return true
    }
    if (status === 413 && this.#ways.isInChunks && this.#chunkSize.reduce(sizeBytes)) {
      this.#isOffsetCertain = false
      return false
    }
    if (sizeBytes === blob.sizeBytes) this.#ways.exclude('whole')
    await this.#takeAnotherWay(url, answer)
    return false
  }

  async #sendContent(sizeBytes: number, request: RegistryRequest): Promise<RegistryAnswer> {
    const body: RequestBody = { sizeBytes, read: () => this.#content(sizeBytes) }
    try {
      return await this.#options.session.sendOnce(sizeBytes === 0 ? request : { ...request, body })
    } catch (error) {
      if (error instanceof PassingFailure && error.error.code === 'registry-unreachable') {
        this.#chunkSize.reduce(sizeBytes)
      }
      throw error
    }
  }

  async *#content(sizeBytes: number): AsyncGenerator<Uint8Array, void> {
    const { source, tell } = this.#options
    let currentBytes = this.#offset
    for await (const chunk of source.read(currentBytes, sizeBytes)) {
      yield chunk
      currentBytes += chunk.length
      this.sentBytes += chunk.length
      tell(currentBytes)
    }
  }

  /** An answer that shows that registry and we do not agree on what it has. */
  #disorder(answer: RegistryAnswer): PassingFailure {
    return new PassingFailure(this.#options.session.refusal(answer))
  }

  async #drop(url: URL): Promise<void> {
    await cancelUpload(this.#options.session, url)
    await this.#startAnew()
  }

  async #startAnew(): Promise<void> {
    this.#url = null
    this.#isOffsetCertain = true
    await this.#options.kept.forget(this.#target)
  }

  /** Returns when it is worth going on; what is thrown has left the registry tidy. */
  async #recover(error: unknown): Promise<void> {
    let last = error
    if (error instanceof PassingFailure) {
      this.#hadTrouble = true
      this.#isOffsetCertain = this.#url === null
      try {
        await this.#patience.wait(error)
        return
      } catch (ending) {
        last = ending
      }
    }
    // Whoever gave up may come back, and a network does.
    const mayGoOn = error instanceof PassingFailure || isCancelled(error) || isUnreachable(error)
    const isKept = (await this.#options.kept.find(this.#target)) !== null
    if (this.#url !== null && !(mayGoOn && isKept)) await this.#drop(this.#url)
    throw last
  }
}

/** No range that begins at the first byte is wrong: some registries say with 416 that there is too much of it. */
function isTooLarge(status: number, firstByte: number): boolean {
  return status === 413 || (status === 416 && firstByte === 0)
}

/** Such as the registry that the content comes from. */
function isUnreachable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'registry-unreachable'
}
