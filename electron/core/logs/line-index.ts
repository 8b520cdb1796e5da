import type { LogSource } from '../../../shared/model/job.ts'
import type { LogLevel } from '../../../shared/log/level.ts'
import { LineList } from './line-list.ts'

/** How many lines of each kind there are. */
export interface LineCounts {
  readonly lines: number
  readonly out: number
  readonly err: number
  /** Lines that say that something went wrong, whatever their source. */
  readonly errors: number
}

/** Some lines of a log that stand together, and how many of each kind stand before them. */
export interface LineBlock {
  readonly firstIndex: number
  readonly lineCount: number
  /** Bytes of the file, the end not included. */
  readonly start: number
  readonly end: number
  /** Time of the first line. */
  readonly at: number
  readonly errorsBefore: number
  readonly errorCount: number
}

export interface IndexedLine {
  /** With the line end. */
  readonly sizeBytes: number
  /** Asked for the first line of a block only. */
  readonly readAt: () => number
  readonly source: LogSource
  readonly level: LogLevel
}

const maxLines = 128
/** A block that has so many bytes takes no more lines; a line that has so many is a block of its own. */
export const maxBlockBytes = 64 * 1024

/** Numbers kept of a block: first index, offset, time, and the lines of `out`, of `err` and with errors before it. */
const fields = 6
const firstCapacity = 64

/** Where the lines of a log are, a few numbers for each block of them: a million lines take less than half a megabyte. */
export class LineIndex {
  #numbers = new Float64Array(firstCapacity * fields)
  #blockCount = 0
  #sizeBytes = 0
  #lines = 0
  #out = 0
  #err = 0
  #errors = 0
  #isFull = true
  #errorLines: LineList | null = new LineList()

  /** Of the blocks alone, all but the last one whole; `add` what follows the last block's start. */
  static fromNumbers(numbers: Float64Array<ArrayBuffer>): LineIndex {
    const index = new LineIndex()
    index.#numbers = numbers.length === 0 ? index.#numbers : numbers
    index.#blockCount = numbers.length / fields
    if (index.#blockCount > 1) index.#errorLines = null
    if (index.#blockCount > 0) {
      const at = --index.#blockCount * fields
      index.#lines = numbers[at] ?? 0
      index.#sizeBytes = numbers[at + 1] ?? 0
      index.#out = numbers[at + 3] ?? 0
      index.#err = numbers[at + 4] ?? 0
      index.#errors = numbers[at + 5] ?? 0
    }
    return index
  }

  get blockCount(): number {
    return this.#blockCount
  }

  /** Which lines are errors; null for a log of which only the blocks are known. */
  get errorLines(): LineList | null {
    return this.#errorLines
  }

  /** Size of all lines together. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get counts(): LineCounts {
    return { lines: this.#lines, out: this.#out, err: this.#err, errors: this.#errors }
  }

  add({ sizeBytes, readAt, source, level }: IndexedLine): void {
    const isLong = sizeBytes >= maxBlockBytes
    if (this.#isFull || isLong) this.#beginBlock(readAt())
    this.#lines++
    this.#sizeBytes += sizeBytes
    if (source === 'out') this.#out++
    else if (source === 'err') this.#err++
    if (level === 'error') {
      this.#errors++
      this.#errorLines?.push(this.#lines - 1)
    }
    const { firstIndex, start } = this.#startOf(this.#blockCount - 1)
    this.#isFull = isLong || this.#lines - firstIndex >= maxLines || this.#sizeBytes - start >= maxBlockBytes
  }

  block(number: number): LineBlock {
    const { firstIndex, start, at, errors } = this.#startOf(number)
    const isLast = number === this.#blockCount - 1
    const next = isLast ? null : this.#startOf(number + 1)
    return {
      firstIndex,
      lineCount: (next?.firstIndex ?? this.#lines) - firstIndex,
      start,
      end: next?.start ?? this.#sizeBytes,
      at,
      errorsBefore: errors,
      errorCount: (next?.errors ?? this.#errors) - errors,
    }
  }

  /** Number of the block that a line is in, or would be in. */
  blockOf(index: number): number {
    let low = 0
    let high = this.#blockCount - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#numbers[middle * fields] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  /** What is known of the blocks from this one on, to be kept in a file. */
  numbersFrom(block: number): Float64Array<ArrayBuffer> {
    return this.#numbers.slice(block * fields, this.#blockCount * fields)
  }

  #startOf(number: number): { firstIndex: number; start: number; at: number; errors: number } {
    const place = number * fields
    const value = (field: number): number => this.#numbers[place + field] ?? 0
    return { firstIndex: value(0), start: value(1), at: value(2), errors: value(5) }
  }

  #beginBlock(at: number): void {
    const place = this.#blockCount++ * fields
    if (place + fields > this.#numbers.length) {
      const grown = new Float64Array(this.#numbers.length * 2)
      grown.set(this.#numbers)
      this.#numbers = grown
    }
    this.#numbers.set([this.#lines, this.#sizeBytes, at, this.#out, this.#err, this.#errors], place)
  }
}

export { fields as numbersPerBlock }
