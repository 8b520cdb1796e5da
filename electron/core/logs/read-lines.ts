import type { FileHandle } from 'node:fs/promises'
import type { LogLine } from '../../../shared/model/job.ts'
import type { LogRow } from '../../../shared/model/log.ts'
import { headLength, isLine, lineFeed, parseLine } from './line-format.ts'
import { maxBlockBytes, type LineBlock, type LineIndex } from './line-index.ts'

/** A line is shown up to here; the rest on demand. */
const shownLength = 2000
/** Enough for that many characters. */
const shownBytes = headLength + shownLength * 4

/** A block of lines as it is in the file, one line after another. */
interface ReadBlock {
  readonly block: LineBlock
  readonly bytes: Buffer
  /** Where each line begins, and where the last one ends. */
  readonly starts: readonly number[]
}

export interface ReadLog {
  readonly index: LineIndex
  readonly file: FileHandle
}

/** These lines, whose indexes rise, as they are shown. */
export async function readRows(log: ReadLog, indexes: readonly number[]): Promise<LogRow[]> {
  const rows: LogRow[] = []
  let read: ReadBlock | null = null
  for (const index of indexes) {
    if (read === null || index >= read.block.firstIndex + read.block.lineCount) {
      read = await readBlock(log, log.index.blockOf(index), shownBytes)
    }
    rows.push(rowOf(read, index))
  }
  return rows
}

/** These lines whole, block by block. */
export async function* readWhole(log: ReadLog, indexes: Iterable<number>): AsyncGenerator<LogLine[], void> {
  let read: ReadBlock | null = null
  let lines: LogLine[] = []
  for (const index of indexes) {
    if (read === null || index >= read.block.firstIndex + read.block.lineCount) {
      if (lines.length > 0) yield lines
      lines = []
      read = await readBlock(log, log.index.blockOf(index), null)
    }
    lines.push(parseLine(bytesOf(read, index), index, read.block.at))
  }
  if (lines.length > 0) yield lines
}

/** `longLineBytes`: how much of a block that is one long line is read; null for all. */
async function readBlock(log: ReadLog, number: number, longLineBytes: number | null): Promise<ReadBlock> {
  const block = log.index.block(number)
  const size = block.end - block.start
  const isLong = block.lineCount === 1 && size > maxBlockBytes
  const buffer = Buffer.allocUnsafe(isLong && longLineBytes !== null ? longLineBytes : size)
  const { bytesRead } = await log.file.read(buffer, 0, buffer.length, block.start)
  const bytes = buffer.subarray(0, bytesRead)
  const starts = [0]
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, end + 1)) starts.push(end + 1)
  return { block, bytes, starts }
}

function bytesOf({ block, bytes, starts }: ReadBlock, index: number): Buffer {
  const place = index - block.firstIndex
  const end = starts[place + 1]
  return bytes.subarray(starts[place] ?? bytes.length, end === undefined ? bytes.length : end - 1)
}

function rowOf(read: ReadBlock, index: number): LogRow {
  const { block, starts } = read
  const bytes = bytesOf(read, index)
  const isWhole = starts.length > index - block.firstIndex + 1
  const line = parseLine(bytes.subarray(0, shownBytes), index, block.at)
  const lineBytes = isWhole ? bytes.length : block.end - block.start - 1
  const text = shorten(line.text)
  const sizeBytes = lineBytes - (isLine(bytes) ? headLength : 0)
  return { ...line, text, sizeBytes, isCut: text.length < line.text.length || lineBytes > shownBytes, matches: [] }
}

function shorten(text: string): string {
  if (text.length <= shownLength) return text
  const last = text.charCodeAt(shownLength - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? shownLength - 1 : shownLength)
}
