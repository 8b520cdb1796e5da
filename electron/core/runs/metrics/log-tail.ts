import { closeSync, openSync, readSync } from 'node:fs'
import type { LogLine } from '../../../../shared/model/job.ts'
import { lineFeed, parseLine } from '../../logs/line-format.ts'

const readBytes = 64 * 1024
/** The beginning of a line says what it measures. */
const maxLineBytes = 64 * 1024

/** Reads the lines of a log file as it grows, piece by piece. */
export class LogTail {
  readonly #path: string
  readonly #buffer = Buffer.allocUnsafe(readBytes)
  #file: number | null = null
  #position = 0
  #rest = Buffer.alloc(0)
  #lineCount = 0
  #lastAt = 0

  constructor(path: string) {
    this.#path = path
  }

  get lineCount(): number {
    return this.#lineCount
  }

  /** The lines that end in the next piece; null where there is nothing more for now. */
  readPiece(): LogLine[] | null {
    const file = this.#open()
    const bytesRead = file === null ? 0 : readSync(file, this.#buffer, 0, readBytes, this.#position)
    if (bytesRead === 0) return null
    this.#position += bytesRead
    const bytes = Buffer.concat([this.#rest, this.#buffer.subarray(0, bytesRead)])
    const lines: LogLine[] = []
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      const line = parseLine(
        bytes.subarray(start, Math.min(end, start + maxLineBytes)),
        this.#lineCount++,
        this.#lastAt,
      )
      this.#lastAt = line.at
      lines.push(line)
      start = end + 1
    }
    // Of a line without an end only the beginning is held.
    this.#rest = Buffer.from(bytes.subarray(start, start + maxLineBytes))
    return lines
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #open(): number | null {
    try {
      this.#file ??= openSync(this.#path, 'r')
    } catch {
      // Not written yet; the next time it may be.
      return null
    }
    return this.#file
  }
}
