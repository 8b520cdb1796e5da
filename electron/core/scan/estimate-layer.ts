import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { cancelled } from '../../../shared/errors.ts'
import { blockBytes, tarHeader } from '../context/tar-header.ts'
import type { CodeEntry } from '../context/walk-entries.ts'

const compress = promisify(gzip)

const windowBytes = 128 * 1024
const maxWindows = 64

/**
 * How large the code's layer will be once compressed: pieces of its tar, taken at even distances, are compressed, and
 * the rest is taken to be like them. `entries` are in the order of the tar.
 */
export async function estimateLayerBytes(
  root: string,
  entries: readonly CodeEntry[],
  signal: AbortSignal,
): Promise<number> {
  const ends: number[] = []
  let tarBytes = 0
  for (const entry of entries) {
    tarBytes += blockBytes + (entry.type === 'file' ? Math.ceil(entry.sizeBytes / blockBytes) * blockBytes : 0)
    ends.push(tarBytes)
  }
  const windows = Math.min(maxWindows, Math.ceil(tarBytes / windowBytes))
  let [sampled, compressed] = [0, 0]
  for (let window = 0; window < windows; window += 1) {
    if (signal.aborted) throw cancelled()
    const start = Math.floor((tarBytes / windows) * window)
    const index = ends.findIndex((end) => end > start)
    const sample = await readWindow(root, entries, { index, skip: start - (ends[index - 1] ?? 0) })
    sampled += sample.length
    compressed += (await compress(sample)).length
  }
  return sampled === 0 ? 0 : Math.round((tarBytes / sampled) * compressed)
}

/** A piece of the tar, from within an entry on. */
async function readWindow(
  root: string,
  entries: readonly CodeEntry[],
  { index, skip }: { index: number; skip: number },
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let gathered = 0
  for (let at = index; at < entries.length && gathered < windowBytes; at += 1) {
    const entry = entries[at]
    if (entry === undefined) break
    const offset = at === index ? Math.max(0, skip - blockBytes) : 0
    const header = tarHeader({
      type: entry.type,
      path: entry.path,
      mode: entry.type === 'link' ? 0o777 : entry.mode,
      sizeBytes: entry.type === 'file' ? entry.sizeBytes : 0,
      target: entry.type === 'link' ? entry.target : '',
    })
    const content =
      entry.type === 'file' ? await readPiece(join(root, entry.path), offset, windowBytes - gathered) : null
    const padding = content === null ? 0 : (blockBytes - (content.length % blockBytes)) % blockBytes
    pieces.push(header, ...(content === null ? [] : [content, Buffer.alloc(padding)]))
    gathered += header.length + (content?.length ?? 0) + padding
  }
  return Buffer.concat(pieces)
}

async function readPiece(path: string, offset: number, length: number): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return Buffer.alloc(0) // Gone or not to be read: there are enough others to judge by.
  }
}
