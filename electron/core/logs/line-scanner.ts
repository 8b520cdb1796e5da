import { closeSync, openSync, readSync } from 'node:fs'
import { levelOf, type LogLevel } from '../../../shared/log/level.ts'
import { patternOf } from '../../../shared/log/pattern.ts'
import type { LogQuery } from '../../../shared/log/query.ts'
import { visibleText } from '../../../shared/log/visible-text.ts'
import type { LogFilter } from '../../../shared/model/log.ts'
import type { LogSource } from '../../../shared/model/job.ts'
import { headLength, lineFeed } from './line-format.ts'
import { isPlain } from './plain-bytes.ts'

/** Read at once: V8 makes a text of twice as much in memory of its own, which takes many times as long. */
const readBytes = 64 * 1024
const levels: Readonly<Record<LogLevel, number>> = { info: 0, warning: 1, error: 2 }
const sourceOfMark: Readonly<Record<string, LogSource>> = { o: 'out', e: 'err', a: 'app' }

export interface FoundLines {
  readonly lines: number[]
  /** Those of them that are errors; of a search nobody asks. */
  readonly errors: number[]
}

/** Lines of a log, one after another, each with its end. */
interface LinesText {
  readonly text: string
  /** All of it is shown as it is. */
  readonly isPlain: boolean
}

const noLines: LinesText = { text: '', isPlain: true }

/** Reads a log piece by piece and finds the lines that a filter lets through and that match. */
export class LineScanner {
  readonly #path: string
  readonly #sources: ReadonlySet<LogSource>
  readonly #level: number
  readonly #patterns: readonly RegExp[]
  readonly #wantsErrors: boolean
  readonly #buffer = Buffer.allocUnsafe(readBytes)
  #file: number | null = null
  #position = 0
  /** Of a line whose end has not been read yet. */
  #rest: Buffer[] = []
  /** Lines that were read before they were told of. */
  #early = noLines
  #isAtEnd = false
  #scannedLines = 0

  constructor(path: string, filter: LogFilter, query: LogQuery | null) {
    this.#path = path
    this.#sources = new Set(filter.sources)
    this.#level = levels[filter.level]
    this.#wantsErrors = query === null
    this.#patterns = [filter.query, query].flatMap((one) => (one === null ? [] : [patternOf(one)]))
  }

  get scannedLines(): number {
    return this.#scannedLines
  }

  /** There was nothing to be read the last time. */
  get isAtEnd(): boolean {
    return this.#isAtEnd
  }

  /** Looks at the next piece of the file, at lines below `lineCount` only. `tell` is called now and then meanwhile. */
  scanPiece(lineCount: number, tell: (found: FoundLines) => void): FoundLines {
    const lines = this.#early.text === '' ? this.#readLines() : this.#early
    this.#early = noLines
    return this.#scanLines(lines, lineCount, tell)
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  /** The lines that end in the next piece of the file. */
  #readLines(): LinesText {
    this.#file ??= openSync(this.#path, 'r')
    const bytesRead = readSync(this.#file, this.#buffer, 0, readBytes, this.#position)
    this.#position += bytesRead
    this.#isAtEnd = bytesRead === 0
    const read = this.#buffer.subarray(0, bytesRead)
    const start = read.lastIndexOf(lineFeed) + 1
    const before = this.#rest
    const rest = Buffer.from(read.subarray(start))
    this.#rest = start === 0 ? [...before, rest] : [rest]
    if (start === 0) return noLines
    const ended = read.subarray(0, start)
    const bytes = before.length === 0 ? ended : Buffer.concat([...before, ended])
    return isPlain(bytes)
      ? { text: bytes.toString('latin1'), isPlain: true }
      : { text: bytes.toString(), isPlain: false }
  }

  #scanLines({ text, isPlain }: LinesText, lineCount: number, tell: (found: FoundLines) => void): FoundLines {
    let found: FoundLines = { lines: [], errors: [] }
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (this.#scannedLines >= lineCount) {
        this.#early = { text: text.slice(start), isPlain }
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
    if (this.#level > levels.info && levels[levelOf(raw)] < this.#level) return
    const shown = isPlain ? raw : visibleText(raw)
    for (const pattern of this.#patterns) if (!pattern.test(shown)) return
    found.lines.push(this.#scannedLines)
    if (this.#wantsErrors && levelOf(raw) === 'error') found.errors.push(this.#scannedLines)
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
