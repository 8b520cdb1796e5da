import { closeSync, openSync, readSync } from 'node:fs'
import { levelOf, type LogLevel } from '../../../shared/log/level.ts'
import { patternOf, type LogQuery } from '../../../shared/log/query.ts'
import { hasSpecial, visibleText } from '../../../shared/log/visible-text.ts'
import type { LogFilter } from '../../../shared/model/log.ts'
import type { LogSource } from '../../../shared/model/job.ts'
import { headLength, lineFeed } from './line-format.ts'

const readBytes = 1024 * 1024
const levels: Readonly<Record<LogLevel, number>> = { info: 0, warning: 1, error: 2 }
const sourceOfMark: Readonly<Record<string, LogSource>> = { o: 'out', e: 'err', a: 'app' }

export interface FoundLines {
  readonly lines: number[]
  readonly errors: number[]
}

/** Reads a log piece by piece and finds the lines that a filter lets through and that match. */
export class LineScanner {
  readonly #path: string
  readonly #sources: ReadonlySet<LogSource>
  readonly #level: number
  readonly #patterns: readonly RegExp[]
  readonly #buffer = Buffer.allocUnsafe(readBytes)
  #file: number | null = null
  #position = 0
  #rest: Buffer = Buffer.alloc(0)
  #scannedLines = 0

  constructor(path: string, filter: LogFilter, query: LogQuery | null) {
    this.#path = path
    this.#sources = new Set(filter.sources)
    this.#level = levels[filter.level]
    this.#patterns = [filter.query, query].flatMap((one) => (one === null ? [] : [patternOf(one)]))
  }

  get scannedLines(): number {
    return this.#scannedLines
  }

  /** Looks at the next piece of the file, at lines below `lineCount` only. `tell` is called now and then meanwhile. */
  scanPiece(lineCount: number, tell: (found: FoundLines) => void): FoundLines {
    this.#file ??= openSync(this.#path, 'r')
    const bytesRead = readSync(this.#file, this.#buffer, 0, readBytes, this.#position)
    this.#position += bytesRead
    const read = this.#buffer.subarray(0, bytesRead)
    const end = read.lastIndexOf(lineFeed)
    if (end < 0) {
      this.#rest = Buffer.concat([this.#rest, read])
      return { lines: [], errors: [] }
    }
    const lines = read.subarray(0, end + 1)
    const text = (this.#rest.length === 0 ? lines : Buffer.concat([this.#rest, lines])).toString()
    this.#rest = Buffer.from(read.subarray(end + 1))
    return this.#scanLines(text, lineCount, tell)
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #scanLines(text: string, lineCount: number, tell: (found: FoundLines) => void): FoundLines {
    const isPlain = !hasSpecial(text)
    let found: FoundLines = { lines: [], errors: [] }
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (this.#scannedLines >= lineCount) {
        // Written after the count was told: read once more when more are.
        this.#rest = Buffer.concat([Buffer.from(text.slice(start)), this.#rest])
        break
      }
      this.#look(text, start, end, isPlain, found)
      start = end + 1
      this.#scannedLines++
      if (this.#scannedLines % 512 !== 0) continue
      tell(found)
      found = { lines: [], errors: [] }
    }
    return found
  }

  #look(text: string, start: number, end: number, isPlain: boolean, found: FoundLines): void {
    const source = text[start + headLength - 1] === ' ' ? sourceOfMark[text[start + headLength - 2] ?? ''] : undefined
    if (!this.#sources.has(source ?? 'app')) return
    const raw = text.slice(source === undefined ? start : start + headLength, end)
    const level = levels[levelOf(raw)]
    if (level < this.#level) return
    const shown = isPlain ? raw : visibleText(raw)
    for (const pattern of this.#patterns) if (!pattern.test(shown)) return
    found.lines.push(this.#scannedLines)
    if (level === levels.error) found.errors.push(this.#scannedLines)
  }
}

/** Where a pattern matches in a text, the empty matches left out. */
export function rangesIn(text: string, query: LogQuery, limit: number): [number, number][] {
  const found = patternOf(query)
  const pattern = new RegExp(found.source, `${found.flags}g`)
  const ranges: [number, number][] = []
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== '') ranges.push([match.index, match.index + match[0].length])
    if (ranges.length >= limit) break
  }
  return ranges
}
