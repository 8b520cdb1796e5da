import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { BlobSource, BlobToPublish, ImageRegistry, RegistryImage } from '../../electron/core/ports/registry.ts'
import { makeTar } from './tar.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
const dockerConfig = 'application/vnd.docker.container.image.v1+json'
const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip'

type ImageToPublish = Parameters<ImageRegistry['publishImage']>[0]
type ImageContent = Pick<ImageToPublish, 'mediaType' | 'config' | 'layers'>

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A blob of these bytes, given out in pieces. */
export function blobOf(bytes: Buffer, mediaType = dockerLayer): BlobToPublish {
  return {
    mediaType,
    digest: digestOf(bytes),
    sizeBytes: bytes.length,
    sources: [{ kind: 'bytes', read: (startByte) => inPieces(bytes.subarray(startByte)) }],
  }
}

/** An image of layers that nobody can unpack; enough for a registry. */
export function opaqueImage(...contents: readonly Buffer[]): ImageContent {
  const layers = contents.map((content) => blobOf(content))
  const config = { architecture: 'amd64', os: 'linux', rootfs: layers.map(({ digest }) => digest) }
  return { mediaType: dockerManifest, config: blobOf(Buffer.from(JSON.stringify(config)), dockerConfig), layers }
}

/** An image with one more layer than its base, of which it takes all it can. */
export async function imageOn(
  base: RegistryImage,
  options: { files: Readonly<Record<string, string>>; sources: readonly BlobSource[] },
): Promise<ImageContent> {
  const tar: Uint8Array[] = []
  for await (const chunk of makeTar(options.files)) tar.push(chunk)
  const config = JSON.parse(Buffer.from(base.config.bytes).toString()) as {
    rootfs: { type: string; diff_ids: string[] }
    history: object[]
  }
  const rootfs = { ...config.rootfs, diff_ids: [...config.rootfs.diff_ids, digestOf(Buffer.concat(tar))] }
  const history = [...config.history, { created_by: 'test' }]
  const layers = base.layers.map((layer) => ({ ...layer, sources: options.sources }))
  return {
    mediaType: base.mediaType,
    config: blobOf(Buffer.from(JSON.stringify({ ...config, rootfs, history })), base.config.mediaType),
    layers: [...layers, blobOf(gzipSync(Buffer.concat(tar)), layers[0]?.mediaType ?? dockerLayer)],
  }
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array, void> {
  const pieceBytes = 100_000
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    await Promise.resolve()
    yield bytes.subarray(start, start + pieceBytes)
  }
}
