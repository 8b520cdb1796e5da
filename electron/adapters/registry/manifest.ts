import { z } from 'zod'
import type { BlobDescriptor } from '../../core/ports/registry.ts'
import { Digest } from './digest.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json'
const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const ociIndex = 'application/vnd.oci.image.index.v1+json'

/** Every form a tag can point to; a registry converts or refuses what is not named here. */
export const manifestTypes = [dockerManifest, dockerList, ociManifest, ociIndex].join(', ')

const Descriptor = z.object({
  mediaType: z.string(),
  digest: Digest,
  size: z.number().int().nonnegative(),
})

const ImageManifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: Descriptor,
  layers: z.array(Descriptor),
})

const ManifestList = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z.array(
    Descriptor.extend({
      platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
    }),
  ),
})

/** What UAI-Train's nodes are, and the engines that test for them. */
const platform = { os: 'linux', architecture: 'amd64' }

export type Manifest =
  | {
      readonly kind: 'image'
      readonly mediaType: string
      readonly config: BlobDescriptor
      readonly layers: readonly BlobDescriptor[]
    }
  /** Several images under one name, of which one is ours; null when none is. */
  | { readonly kind: 'list'; readonly ours: string | null }

/** Null when it is no manifest that can be used. `contentType` is what the registry calls it. */
export function parseManifest(bytes: Uint8Array, contentType: string | null): Manifest | null {
  const content = parseJson(bytes)
  const image = ImageManifest.safeParse(content)
  if (image.success) {
    const { config, layers } = image.data
    const named = image.data.mediaType ?? contentType?.split(';')[0]?.trim()
    return {
      kind: 'image',
      mediaType: named === ociManifest ? ociManifest : dockerManifest,
      config: describe(config),
      layers: layers.map(describe),
    }
  }
  const list = ManifestList.safeParse(content)
  if (!list.success) return null
  const ours = list.data.manifests.find(
    (each) => each.platform?.os === platform.os && each.platform.architecture === platform.architecture,
  )
  return { kind: 'list', ours: ours?.digest ?? null }
}

/** The bytes of an image's manifest: the same for the same image. */
export function writeManifest(image: {
  readonly mediaType: string
  readonly config: BlobDescriptor
  readonly layers: readonly BlobDescriptor[]
}): Buffer {
  const entry = ({ mediaType, sizeBytes, digest }: BlobDescriptor) => ({ mediaType, size: sizeBytes, digest })
  const { mediaType, config, layers } = image
  const content = { schemaVersion: 2, mediaType, config: entry(config), layers: layers.map(entry) }
  return Buffer.from(JSON.stringify(content))
}

function describe({ mediaType, digest, size }: z.infer<typeof Descriptor>): BlobDescriptor {
  return { mediaType, digest, sizeBytes: size }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}
