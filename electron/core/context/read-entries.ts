import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, cancelled } from '../../../shared/errors.ts'
import { readAhead } from '../async/read-ahead.ts'
import { readFailed } from './read-failed.ts'
import type { CodeEntry } from './walk-entries.ts'
import type { CodeTree } from './walk.ts'

/** An entry with the bytes of a file, or none. */
export interface EntryWithContent {
  readonly entry: CodeEntry
  /** To be read to its end before the next entry is asked for. */
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

const smallFileBytes = 128 * 1024
const smallFilesAhead = 16
const blockBytes = 1024 * 1024

/**
 * The entries in order with their bytes: small files are read ahead side by side, large ones block by block as the
 * reader goes. Rejects with `read-failed`, or with `code-changed` when a file is no longer as long as when the folder was walked.
 */
export async function* readEntries(
  tree: Pick<CodeTree, 'root' | 'entries'>,
  signal: AbortSignal,
): AsyncGenerator<EntryWithContent, void> {
  const withContent = readAhead(tree.entries, smallFilesAhead, async (entry): Promise<EntryWithContent> => {
    if (signal.aborted) throw cancelled()
    if (entry.type !== 'file') return { entry, content: [] }
    const path = join(tree.root, entry.path)
    const blocks = readFileBlocks(path, entry.sizeBytes, signal)
    return { entry, content: entry.sizeBytes <= smallFileBytes ? await collect(blocks) : blocks }
  })
  yield* withContent
}

async function* readFileBlocks(path: string, sizeBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (sizeBytes === 0) return
  const file = await openForReading(path)
  try {
    let position = 0
    while (position < sizeBytes) {
      if (signal.aborted) throw cancelled()
      const wanted = Math.min(blockBytes, sizeBytes - position)
      const block = Buffer.allocUnsafe(wanted)
      const { bytesRead } = await file.read(block, 0, wanted, position)
      if (bytesRead === 0) break
      position += bytesRead
      yield block.subarray(0, bytesRead)
    }
    if (position !== sizeBytes || (await file.stat()).size !== sizeBytes) {
      throw new AppError('code-changed', { path })
    }
  } catch (error) {
    throw readFailed(path, error)
  } finally {
    await file.close()
  }
}

/** A link or pipe put in the file's place since the walk is refused, not followed or waited for. */
async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    throw readFailed(path, error)
  }
}

async function collect(blocks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = []
  for await (const block of blocks) collected.push(block)
  return collected
}
