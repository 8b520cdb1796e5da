import { createHash } from 'node:crypto'
import type { PackedLayer } from '../layer/code-layer.ts'
import type { BlobDescriptor, RegistryImage } from '../ports/registry.ts'

/** An image as registries and engines know it: a base's layers, and the code's on top. */
export interface CodeImage {
  /** Of the manifest; the base's own. */
  readonly mediaType: string
  readonly manifest: Uint8Array
  /** Of the manifest. */
  readonly digest: string
  readonly config: BlobDescriptor & { readonly bytes: Uint8Array }
  /** Bottom first. */
  readonly layers: readonly BlobDescriptor[]
  readonly diffIds: readonly string[]
}

type Value = Readonly<Record<string, unknown>>

const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const layerTypes = {
  oci: 'application/vnd.oci.image.layer.v1.tar+gzip',
  docker: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
} as const

/**
 * Makes the image of a base and a code layer. It depends on those and the labels alone, so that the same code is the
 * same image; its time is the base's for that reason. Null when the base's configuration does not tell its layers.
 */
export function codeImage(options: {
  readonly base: RegistryImage
  readonly layer: PackedLayer
  readonly labels: Readonly<Record<string, string>>
}): CodeImage | null {
  const { base, layer, labels } = options
  const baseDiffIds = diffIdsOf(base)
  if (baseDiffIds?.length !== base.layers.length) return null
  const diffIds = [...baseDiffIds, layer.diffId]
  const bytes = Buffer.from(JSON.stringify(configOf(parseConfig(base), { diffIds, labels })))
  const config = { mediaType: base.config.mediaType, digest: digestOf(bytes), sizeBytes: bytes.length, bytes }
  const mediaType = base.mediaType === ociManifest ? layerTypes.oci : layerTypes.docker
  const layers = [...base.layers, { mediaType, digest: layer.digest, sizeBytes: layer.sizeBytes }]
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: base.mediaType,
      config: entryOf(config),
      layers: layers.map(entryOf),
    }),
  )
  return { mediaType: base.mediaType, manifest, digest: digestOf(manifest), config, layers, diffIds }
}

/** Bottom first; null when the configuration is none that can be used. */
export function diffIdsOf(image: RegistryImage): string[] | null {
  const rootFileSystem = parseConfig(image)['rootfs']
  const diffIds = isObject(rootFileSystem) ? rootFileSystem['diff_ids'] : null
  return Array.isArray(diffIds) && diffIds.every((one) => typeof one === 'string') ? diffIds : null
}

/** What tells of the container that the base was built in. */
const ofContainer: readonly string[] = ['container', 'container_config']

/** What the base says of itself, with the code on top. */
function configOf(
  full: Value,
  { diffIds, labels }: { readonly diffIds: readonly string[]; readonly labels: Readonly<Record<string, string>> },
): Value {
  const base: Value = Object.fromEntries(Object.entries(full).filter(([name]) => !ofContainer.includes(name)))
  const config = isObject(base['config']) ? base['config'] : {}
  const baseLabels = isObject(config['Labels']) ? config['Labels'] : {}
  const history = base['history']
  const created = base['created']
  const entry = {
    ...(created === undefined ? {} : { created }),
    created_by: 'COPY code /data',
    comment: 'UAI Train Packer',
  }
  return {
    ...base,
    config: { ...config, Labels: { ...baseLabels, ...labels } },
    rootfs: { type: 'layers', diff_ids: diffIds },
    ...(Array.isArray(history) ? { history: [...(history as unknown[]), entry] } : {}),
  }
}

function parseConfig({ config }: RegistryImage): Value {
  try {
    const content: unknown = JSON.parse(Buffer.from(config.bytes).toString('utf8'))
    return isObject(content) ? content : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function entryOf({ mediaType, sizeBytes, digest }: BlobDescriptor): Value {
  return { mediaType, size: sizeBytes, digest }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
