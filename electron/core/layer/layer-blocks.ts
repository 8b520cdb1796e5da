import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import { tarPaddingBytes } from '../context/tar-header.ts'
import { headerOf } from './layer-entries.ts'
import type { LayerEntry } from './layer-entries.ts'

/** A part of a block: an entry, or so many bytes of a large file. */
export interface Piece {
  readonly entry: LayerEntry
  /** Null unless the entry begins here. */
  readonly header: Buffer | null
  readonly startByte: number
  readonly sizeBytes: number
  /** Zeros that follow; they end the entry. */
  readonly paddingBytes: number
}

/** What is compressed as one. */
export interface Block {
  readonly pieces: readonly Piece[]
  readonly sizeBytes: number
}

const largeFileBytes = 1024 * 1024
const minBlockBytes = 256 * 1024
const maxGatheredBytes = 1024 * 1024
const cutsOneIn = 16

/**
 * Cuts a layer's tar into blocks. Where they begin depends on what is beside a cut alone: a large file has blocks of
 * its own, and small ones are gathered up to a path that chance, which is the same every time, has chosen. So a change
 * leaves the blocks before and after it as they were.
 */
export function* cutIntoBlocks(entries: Iterable<LayerEntry>): Generator<Block, void> {
  let gathered: Piece[] = []
  let gatheredBytes = 0
  for (const entry of entries) {
    const header = headerOf(entry)
    const sizeBytes = entry.type === 'file' ? entry.sizeBytes : 0
    const isLarge = sizeBytes > largeFileBytes
    if (gatheredBytes > 0 && (isLarge || isFull(gatheredBytes, entry.path))) {
      yield { pieces: gathered, sizeBytes: gatheredBytes }
      gathered = []
      gatheredBytes = 0
    }
    if (isLarge) {
      yield* cutFile(entry, header, sizeBytes)
      continue
    }
    const piece = { entry, header, startByte: 0, sizeBytes, paddingBytes: tarPaddingBytes(sizeBytes) }
    gathered.push(piece)
    gatheredBytes += bytesOf(piece)
  }
  if (gatheredBytes > 0) yield { pieces: gathered, sizeBytes: gatheredBytes }
}

function isFull(gatheredBytes: number, nextPath: string): boolean {
  if (gatheredBytes >= maxGatheredBytes) return true
  return gatheredBytes >= minBlockBytes && crc32(nextPath) % cutsOneIn === 0
}

function* cutFile(entry: LayerEntry, header: Buffer, fileBytes: number): Generator<Block, void> {
  for (let startByte = 0; startByte < fileBytes; startByte += largeFileBytes) {
    const sizeBytes = Math.min(largeFileBytes, fileBytes - startByte)
    const isLast = startByte + sizeBytes === fileBytes
    const piece: Piece = {
      entry,
      header: startByte === 0 ? header : null,
      startByte,
      sizeBytes,
      paddingBytes: isLast ? tarPaddingBytes(fileBytes) : 0,
    }
    yield { pieces: [piece], sizeBytes: bytesOf(piece) }
  }
}

function bytesOf({ header, sizeBytes, paddingBytes }: Piece): number {
  return (header?.length ?? 0) + sizeBytes + paddingBytes
}

/** Tells blocks apart by what is in them. `digests` are those of the files' contents, by path. */
export function blockKey({ pieces }: Block, digests: ReadonlyMap<string, CodeFile['sha256']>): string {
  const hash = createHash('sha256')
  for (const { entry, startByte, sizeBytes } of pieces) {
    const rest = entry.type === 'link' ? entry.target : entry.mode
    const whole = entry.type === 'file' ? entry.sizeBytes : 0
    const content = digests.get(entry.path) ?? null
    hash.update(JSON.stringify([entry.type, entry.path, rest, whole, content, startByte, sizeBytes]))
  }
  return hash.digest('base64url')
}
