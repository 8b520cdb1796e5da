import { createHash } from 'node:crypto'
import { AppError, cancelled } from '../../shared/errors.ts'
import { parseImageRef } from '../../shared/model/image-ref.ts'
import type {
  BlobToPublish,
  ImageRegistry,
  PublishedBlob,
  PublishOutcome,
  PublishProgress,
  Registry,
  RegistryImage,
  SpeedMeter,
} from '../../electron/core/ports/registry.ts'

type SpeedReading = ReturnType<SpeedMeter['measureSpeed']>
type Published = Parameters<ImageRegistry['publishImage']>[0]

/** Registries that keep images in memory, and fail with whatever they are given. */
export class FakeRegistry implements ImageRegistry, SpeedMeter {
  readonly digests = new Map<string, string>()
  readonly images = new Map<string, RegistryImage>()
  /** By `host/repository@digest`. */
  readonly blobs = new Map<string, Uint8Array>()
  readonly published: Published[] = []
  /** The images that were read. */
  readonly read: string[] = []
  /** The images whose digest was asked for. */
  readonly looked: string[] = []
  refusesMounts = false
  failure: Error | null = null

  /** Makes an image known, with its blobs. */
  addImage(reference: string, config: object, layers: readonly Uint8Array[]): RegistryImage {
    const keep = (mediaType: string, bytes: Uint8Array) => {
      const digest = digestOf(bytes)
      this.blobs.set(keyOf(reference, digest), bytes)
      return { mediaType, digest, sizeBytes: bytes.length, sources: [] }
    }
    const configBytes = Buffer.from(JSON.stringify(config))
    return this.#keep({
      reference,
      auth: null,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: keep('application/vnd.docker.container.image.v1+json', configBytes),
      layers: layers.map((bytes) => keep('application/vnd.docker.image.rootfs.diff.tar.gzip', bytes)),
      signal: new AbortController().signal,
    })
  }

  checkLogin(): Promise<void> {
    return this.failure === null ? Promise.resolve() : Promise.reject(this.failure)
  }

  async *measureSpeed({ auth, repository, samples }: Parameters<SpeedMeter['measureSpeed']>[0]): SpeedReading {
    if (this.failure !== null) throw this.failure
    yield await Promise.resolve({ way: 'upload' as const, bytes: 500_000, ms: 500 })
    return {
      host: auth.host,
      latencyMs: 12,
      upload: repository === null ? { state: 'nothing' } : { state: 'measured', bytes: 1_000_000, ms: 1000 },
      download: samples.length === 0 ? { state: 'nothing' } : { state: 'measured', bytes: 4_000_000, ms: 1000 },
    }
  }

  findDigest({ reference, signal }: Parameters<Registry['findDigest']>[0]): Promise<string | null> {
    this.looked.push(reference)
    if (signal.aborted) return Promise.reject(cancelled())
    if (this.failure !== null) return Promise.reject(this.failure)
    return Promise.resolve(this.digests.get(reference) ?? this.images.get(reference)?.digest ?? null)
  }

  readImage({ reference, signal }: Parameters<ImageRegistry['readImage']>[0]): Promise<RegistryImage | null> {
    this.read.push(reference)
    if (signal.aborted) return Promise.reject(cancelled())
    return this.failure === null ? Promise.resolve(this.images.get(reference) ?? null) : Promise.reject(this.failure)
  }

  async *readBlob({
    reference,
    blob,
    signal,
  }: Parameters<ImageRegistry['readBlob']>[0]): AsyncGenerator<Uint8Array, void> {
    await Promise.resolve()
    if (signal.aborted) throw cancelled()
    if (this.failure !== null) throw this.failure
    const bytes = this.blobs.get(keyOf(reference, blob.digest))
    if (bytes === undefined) throw new AppError('blob-unavailable', { image: reference, digest: blob.digest })
    yield bytes
  }

  async *publishImage(image: Published): AsyncGenerator<PublishProgress, PublishOutcome> {
    const { reference, config, layers, signal } = image
    const blobs: PublishedBlob[] = []
    const before = this.images.get(reference)?.digest
    for (const blob of [config, ...layers]) {
      if (signal.aborted) throw cancelled()
      if (this.failure !== null) throw this.failure
      const { digest, sizeBytes } = blob
      const how = await this.#obtain(reference, blob)
      blobs.push({ digest, sizeBytes, how, sentBytes: how === 'copied' || how === 'uploaded' ? sizeBytes : 0 })
      yield { type: 'blob', digest, phase: 'done', currentBytes: sizeBytes, totalBytes: sizeBytes, how }
    }
    await image.ready?.()
    if (signal.aborted) throw cancelled()
    this.published.push(image)
    const { digest } = this.#keep(image)
    const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0)
    return { digest, sizeBytes, existed: before === digest, isReadBack: true, blobs }
  }

  async #obtain(reference: string, { digest, sources }: BlobToPublish): Promise<PublishedBlob['how']> {
    if (this.blobs.has(keyOf(reference, digest))) return 'existed'
    for (const source of sources) {
      if (source.kind === 'bytes') {
        const chunks: Uint8Array[] = []
        for await (const chunk of source.read(0)) chunks.push(chunk)
        this.blobs.set(keyOf(reference, digest), Buffer.concat(chunks))
        return 'uploaded'
      }
      if (source.kind === 'mount' && this.refusesMounts) continue
      const host = parseImageRef(reference)?.host ?? ''
      const from = source.kind === 'mount' ? `${host}/${source.repository}` : source.reference
      const bytes = this.blobs.get(keyOf(from, digest))
      if (bytes === undefined) continue
      this.blobs.set(keyOf(reference, digest), bytes)
      return source.kind === 'mount' ? 'mounted' : 'copied'
    }
    throw new AppError('blob-unavailable', { image: reference, digest })
  }

  #keep({ reference, mediaType, config, layers, manifest: given }: Published): RegistryImage {
    const describe = ({ mediaType, digest, sizeBytes }: BlobToPublish) => ({ mediaType, digest, sizeBytes })
    const content = { mediaType, config: describe(config), layers: layers.map(describe) }
    const manifest = given ?? Buffer.from(JSON.stringify(content))
    const bytes = this.blobs.get(keyOf(reference, config.digest)) ?? Buffer.alloc(0)
    const image = {
      reference,
      digest: digestOf(manifest),
      mediaType,
      manifest,
      config: { ...content.config, bytes },
      layers: content.layers,
    }
    this.images.set(reference, image)
    return image
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function keyOf(reference: string, digest: string): string {
  const image = parseImageRef(reference)
  return `${image?.host}/${image?.repository}@${digest}`
}
