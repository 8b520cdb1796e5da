import { open, readFile, type FileHandle } from 'node:fs/promises'
import { levelOf } from '../../../shared/log/level.ts'
import { headLength, isLine, lineFeed, sourceOf, timeOf } from './line-format.ts'
import { LineIndex, numbersPerBlock } from './line-index.ts'

/** First number of an index file: another layout has another one, and is made anew. */
const version = 0x7561_6901
const numberBytes = 8
const readBytes = 1024 * 1024
/** A line's level is read from so many of its bytes, head included. */
const levelBytes = 2048
/** A smaller log is read as quickly as its index, and more is known of it then. */
const indexedBytes = 4 * 1024 * 1024

export function indexPathOf(logPath: string): string {
  return logPath.replace(/(?:\.log)?$/, '.index')
}

/** Size of an index file of so many blocks. */
export function indexFileBytes(blockCount: number): number {
  return blockCount === 0 ? 0 : (1 + blockCount * numbersPerBlock) * numberBytes
}

/** What is appended to an index file for the blocks from this one on. */
export function indexBytes(index: LineIndex, fromBlock: number): Uint8Array {
  const numbers = index.numbersFrom(fromBlock)
  const all = fromBlock === 0 && numbers.length > 0 ? Float64Array.of(version, ...numbers) : numbers
  return new Uint8Array(all.buffer, 0, all.byteLength)
}

/**
 * Where the lines of a log file are: as its index file says, as far as that fits the log, and by reading on from there.
 * Logs without an index, and those whose end was cut off, are read this way too. A half line at the end is left out.
 */
export async function loadIndex(
  logPath: string,
  file: FileHandle,
  fromBytes = indexedBytes,
): Promise<{ index: LineIndex; keptBlocks: number }> {
  const { size } = await file.stat()
  const isSmall = size < fromBytes
  const numbers = isSmall
    ? new Float64Array()
    : await trustedNumbers(await readNumbers(indexPathOf(logPath)), file, size)
  const index = LineIndex.fromNumbers(numbers)
  const keptBlocks = index.blockCount
  await addLines(index, file, size)
  return { index, keptBlocks }
}

/** The same for a log that nobody writes; null for one that is not there. Keeps an index that had to be made. */
export async function openEndedLog(
  logPath: string,
  fromBytes = indexedBytes,
): Promise<{ index: LineIndex; file: FileHandle } | null> {
  const file = await openIfThere(logPath)
  if (file === null) return null
  try {
    const { index, keptBlocks } = await loadIndex(logPath, file, fromBytes)
    if (index.blockCount > keptBlocks + 1 && index.sizeBytes >= fromBytes) await writeIndex(logPath, index)
    return { index, file }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function writeIndex(logPath: string, index: LineIndex): Promise<void> {
  const kept = await open(indexPathOf(logPath), 'w', 0o600).catch(() => null)
  // Without it the log is read once more the next time.
  await kept?.writeFile(indexBytes(index, 0)).catch(() => undefined)
  await kept?.close()
}

export async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function readNumbers(path: string): Promise<Float64Array<ArrayBuffer>> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0))
  const count = Math.floor(bytes.byteLength / numberBytes)
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + count * numberBytes))
  if (numbers[0] !== version) return new Float64Array()
  const wholeBlocks = Math.floor((count - 1) / numbersPerBlock)
  return numbers.slice(1, 1 + wholeBlocks * numbersPerBlock)
}

/** The blocks that begin where a line of the file begins. */
async function trustedNumbers(
  numbers: Float64Array<ArrayBuffer>,
  file: FileHandle,
  size: number,
): Promise<Float64Array<ArrayBuffer>> {
  const before = Buffer.alloc(1)
  for (let length = numbers.length; length > 0; length -= numbersPerBlock) {
    const start = numbers[length - numbersPerBlock + 1] ?? 0
    if (start > size) continue
    if (start === 0) return numbers.slice(0, length)
    const { bytesRead } = await file.read(before, 0, 1, start - 1)
    if (bytesRead === 1 && before[0] === lineFeed) return numbers.slice(0, length)
  }
  return new Float64Array()
}

/** Reads the lines after those that the index has. */
async function addLines(index: LineIndex, file: FileHandle, size: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(readBytes)
  // Of a line that goes on in the next piece only its head is kept, and how long it is until there.
  let head: Buffer = Buffer.alloc(0)
  let headBytes = 0
  let lastAt = 0
  const add = (bytes: Buffer, sizeBytes: number): void => {
    const readAt = (): number => (lastAt = timeOf(bytes) ?? lastAt)
    const text = bytes.toString('utf8', isLine(bytes) ? headLength : 0, levelBytes)
    index.add({ sizeBytes, readAt, source: sourceOf(bytes), level: levelOf(text) })
  }
  for (let position = index.sizeBytes; position < size;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(readBytes, size - position), position)
    if (bytesRead === 0) break
    position += bytesRead
    let start = 0
    for (let end = buffer.indexOf(lineFeed); end >= 0 && end < bytesRead; end = buffer.indexOf(lineFeed, start)) {
      const bytes = buffer.subarray(start, end)
      if (headBytes === 0) add(bytes, end + 1 - start)
      else add(Buffer.concat([head, bytes.subarray(0, levelBytes)]), headBytes + end + 1 - start)
      headBytes = 0
      start = end + 1
    }
    const rest = buffer.subarray(start, bytesRead)
    if (rest.length === 0) continue
    head = Buffer.concat([headBytes === 0 ? Buffer.alloc(0) : head, rest.subarray(0, levelBytes)]).subarray(
      0,
      levelBytes,
    )
    headBytes += rest.length
  }
}
