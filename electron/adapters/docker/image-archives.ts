import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Engine } from '../../core/ports/engine.ts'
import { tarEnd, tarHeader, tarPadding } from '../../core/context/tar-header.ts'

export type ImageToLoad = Omit<Parameters<Engine['loadImage']>[0], 'tag' | 'signal'>

const layerName = 'layer.tar'
const plainPieceBytes = 512 * 1024

/**
 * As `docker save` writes it, for engines that keep layers unpacked: those look layers up by their diff ids before they
 * look for their files, so that the base's need not be there (moby, image/tarexport/load.go). `isPlain`: the layer is
 * uncompressed in it.
 */
export async function* graphArchive(
  { config, diffIds, layers, read, uncompressedBytes }: ImageToLoad,
  { isPlain }: { readonly isPlain: boolean },
): AsyncGenerator<Uint8Array, void> {
  const configName = `${hexOf(config.digest)}.json`
  const names = diffIds.map((diffId, index) => (index === diffIds.length - 1 ? layerName : `${hexOf(diffId)}.tar`))
  yield jsonFile('manifest.json', [{ Config: configName, RepoTags: null, Layers: names }])
  yield file(configName, config.bytes)
  if (isPlain) yield* layerFile(layerName, uncompressedBytes, () => gunzipped(read()))
  else yield* layerFile(layerName, layers.at(-1)?.sizeBytes ?? 0, read)
  yield tarEnd()
}

/** An OCI layout without the base's blobs, for engines that have those in containerd's store. */
export async function* storeArchive(image: ImageToLoad): AsyncGenerator<Uint8Array, void> {
  const { mediaType, manifest, digest, config, layers, read } = image
  const layer = layers.at(-1)
  yield jsonFile('oci-layout', { imageLayoutVersion: '1.0.0' })
  yield jsonFile('index.json', { schemaVersion: 2, manifests: [{ mediaType, digest, size: manifest.length }] })
  yield file(blobName(digest), manifest)
  yield file(blobName(config.digest), config.bytes)
  yield* layerFile(blobName(layer?.digest ?? ''), layer?.sizeBytes ?? 0, read)
  yield tarEnd()
}

async function* layerFile(
  path: string,
  sizeBytes: number,
  read: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield header(path, sizeBytes)
  yield* read()
  yield tarPadding(sizeBytes)
}

async function* gunzipped(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip({ chunkSize: plainPieceBytes })
  const feeding = pipeline(compressed, gunzip)
  // What goes wrong with it is told to who reads.
  feeding.catch(() => undefined)
  try {
    yield* gunzip as AsyncIterable<Uint8Array>
  } finally {
    gunzip.destroy()
    await feeding.catch(() => undefined)
  }
}

function jsonFile(path: string, content: unknown): Buffer {
  return file(path, Buffer.from(JSON.stringify(content)))
}

function file(path: string, content: Uint8Array): Buffer {
  return Buffer.concat([header(path, content.length), content, tarPadding(content.length)])
}

function header(path: string, sizeBytes: number): Buffer {
  return tarHeader({ type: 'file', path, mode: 0o644, sizeBytes, target: '' })
}

function blobName(digest: string): string {
  return `blobs/sha256/${hexOf(digest)}`
}

function hexOf(digest: string): string {
  return digest.replace(/^sha256:/, '')
}
