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
 * process left off. A registry that takes no chunks gets it in one piece.
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
  #chunks: 'unknown' | 'taken' | 'refused' = 'unknown'

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
    const url = await kept.find(this.#target)
    if (url === null) {
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
    const fitsInOne = this.#offset === 0 && left <= this.#chunkSize.bytes
    if (left === 0 || fitsInOne || this.#chunks === 'refused') return this.#finish(url, left)
    await this.#sendChunk(url, Math.min(left, this.#chunkSize.bytes))
    return false
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
    if (blob.sizeBytes >= keptFromBytes) await kept.keep({ ...this.#target, url: url.href })
  }

  /** True when the last request did succeed, though its answer was lost. */
  async #askOffset(url: URL): Promise<boolean> {
    const { session, repository, blob } = this.#options
    const answer = await session.sendOnce({ method: 'GET', path: url })
    const received = answer.status >= 200 && answer.status < 300 ? receivedBytes(answer.headers.get('range')) : null
    // What is sent in one piece cannot be gone on with.
    if (received !== null && received <= blob.sizeBytes && this.#chunks !== 'refused') {
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
    const answer = await this.#sendContent(sizeBytes, {
      method: 'PATCH',
      path: url,
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Range': `${first}-${last}` },
      isLast: this.#chunkSize.isReduced,
    })
    const { status } = answer
    if (status >= 200 && status < 300) {
      this.#chunks = 'taken'
      this.#chunkSize.measured({ sentBytes: sizeBytes, tookMs: performance.now() - startedAt })
      const received = receivedBytes(answer.headers.get('range')) ?? last + 1
      if (received <= first || received > last + 1) throw this.#disorder(answer)
      this.#offset = received
      await this.#goOnAt(uploadLocation(this.#options.session, answer) ?? url)
    } else if (status === 413 && this.#chunkSize.reduce(sizeBytes)) {
      this.#isOffsetCertain = false
    } else if (deniedStatuses.includes(status)) {
      throw this.#options.session.refusal(answer)
    } else if (first === 0 && this.#chunks === 'unknown') {
      this.#chunks = 'refused'
      await this.#drop(url)
    } else {
      throw this.#disorder(answer)
    }
  }

  /** With what is left of the content. True, or it throws. */
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
    if (status === 413 && this.#chunks !== 'refused' && this.#chunkSize.reduce(sizeBytes)) {
      this.#isOffsetCertain = false
      return false
    }
    if (deniedStatuses.includes(status) || !this.#hadTrouble) throw session.refusal(answer)
    await this.#drop(url)
    throw this.#disorder(answer)
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

/** Such as the registry that the content comes from. */
function isUnreachable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'registry-unreachable'
}
