import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { errorWords } from '../error-words.ts'
import type { KeptLayer, OpenLayer, PackedLayer } from './code-layer.ts'
import type { LayerCache } from './layer-cache.ts'

const readBytes = 1024 * 1024

/** The layer can be read until it is closed, even if the cache removes it meanwhile. */
export async function openLayer<Packed extends PackedLayer>(
  packed: Packed,
  { blobPath, settled }: { readonly blobPath: string; readonly settled: Promise<void> },
): Promise<Packed & OpenLayer> {
  const file = await explain(blobPath, () => open(blobPath, 'r'))
  return {
    ...packed,
    read: (startByte) => readFrom(file, { startByte, blobPath }),
    close: async () => {
      await file.close()
      await settled
    },
  }
}

/** Null when the cache does not have it, or not any more. */
export async function openKeptLayer(cache: LayerCache, codeDigest: string): Promise<KeptLayer | null> {
  const record = await cache.find(codeDigest)
  if (record === null) return null
  const { diffId, digest, sizeBytes, uncompressedBytes } = record
  const packed: PackedLayer = { codeDigest, diffId, digest, sizeBytes, uncompressedBytes }
  try {
    return await openLayer(packed, { blobPath: cache.blobPath(record), settled: Promise.resolve() })
  } catch {
    // Removed in between, for newer ones.
    return null
  }
}

async function* readFrom(
  file: FileHandle,
  { startByte, blobPath }: { readonly startByte: number; readonly blobPath: string },
): AsyncGenerator<Uint8Array, void> {
  for (let position = startByte; ;) {
    const buffer = Buffer.allocUnsafe(readBytes)
    const read = await explain(blobPath, () => file.read(buffer, 0, readBytes, position))
    if (read.bytesRead === 0) return
    position += read.bytesRead
    yield buffer.subarray(0, read.bytesRead)
  }
}

async function explain<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new AppError('read-failed', { path, words: errorWords(error) }, { cause: error })
  }
}
