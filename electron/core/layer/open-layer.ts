import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import { errorWords } from '../error-words.ts'
import type { CodeLayer, PackedCode } from './code-layer.ts'

const readBytes = 1024 * 1024

/** The layer can be read until it is closed, even if the cache removes it meanwhile. */
export async function openLayer(
  packed: PackedCode,
  {
    blobPath,
    files,
    settled,
  }: {
    readonly blobPath: string
    readonly files: Promise<readonly CodeFile[]>
    readonly settled: Promise<void>
  },
): Promise<CodeLayer> {
  const file = await explain(blobPath, () => open(blobPath, 'r'))
  return {
    ...packed,
    files,
    read: (startByte) => readFrom(file, { startByte, blobPath }),
    close: async () => {
      await file.close()
      await settled
    },
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
