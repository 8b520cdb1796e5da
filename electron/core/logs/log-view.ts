import type { FileHandle } from 'node:fs/promises'
import { levelOf } from '../../../shared/log/level.ts'
import type { LogQuery } from '../../../shared/log/query.ts'
import type { LogFilter, LogRow, LogState, LogStep, LogViewId, FoundRow } from '../../../shared/model/log.ts'
import type { JobLog } from '../jobs/job-log.ts'
import { openEndedLog, openIfThere } from './index-file.ts'
import { LineIndex } from './line-index.ts'
import { createLogScan, type LogScan } from './log-scan.ts'
import { readRows, readWhole, type ReadLog } from './read-lines.ts'
import type { ScanThread } from './scan-messages.ts'
import { spreadRows } from './spread.ts'

export interface LogViewOptions {
  readonly path: string
  /** The log that is still being written; null for one that has ended. */
  readonly live: JobLog | null
  readonly filter: LogFilter
  readonly startThread: () => ScanThread
}

/** An open log: the rows that a filter lets through, of a log that may still grow. */
export class LogView {
  readonly path: string
  readonly filter: LogFilter
  readonly #startThread: () => ScanThread
  readonly #live: JobLog | null
  readonly #index: LineIndex
  readonly #scan: LogScan | null
  #file: Promise<FileHandle | null> | null

  static async open(options: LogViewOptions): Promise<LogView> {
    if (options.live !== null) return new LogView(options, options.live.index, null)
    const opened = await openEndedLog(options.path)
    return new LogView(options, opened?.index ?? new LineIndex(), opened?.file ?? null)
  }

  private constructor(options: LogViewOptions, index: LineIndex, file: FileHandle | null) {
    this.path = options.path
    this.filter = options.filter
    this.#startThread = options.startThread
    this.#live = options.live
    this.#index = index
    this.#file = file === null ? null : Promise.resolve(file)
    const { sources, level, query } = options.filter
    const letsAllThrough = sources.length === 3 && level === 'info' && query === null
    this.#scan = letsAllThrough ? null : createLogScan({ ...options, query: null })
    this.catchUp()
  }

  get lineCount(): number {
    return (this.#live?.written ?? this.#index.counts).lines
  }

  get rowCount(): number {
    return this.#scan?.lines.length ?? this.lineCount
  }

  /** What tells of changes of the log, and of what the filter lets through. */
  get changes(): { readonly version: number; after(version: number, signal: AbortSignal): Promise<void> }[] {
    return [this.#live?.changes, this.#scan?.changes].filter((box) => box !== undefined)
  }

  /** Has the filter look at the lines that have come. */
  catchUp(): void {
    this.#scan?.extend(this.lineCount)
  }

  state(viewId: LogViewId): LogState {
    this.#scan?.check()
    const { rowCount, lineCount } = this
    return {
      viewId,
      rowCount,
      lineCount,
      complete: this.#scan === null || this.#scan.scannedLines >= lineCount,
      ended: this.#live?.closed ?? true,
      errorCount: this.#scan?.errors.length ?? (this.#live?.written ?? this.#index.counts).errors,
      errorRows: spreadRows(rowCount, (row) => this.#errorFrom(row)),
      live: [...(this.#live?.live ?? [])].map(([source, text]) => ({ source, text })),
    }
  }

  startFind(query: LogQuery): LogScan {
    return createLogScan({ startThread: this.#startThread, path: this.path, filter: this.filter, query })
  }

  async rows(from: number, count: number): Promise<LogRow[]> {
    const log = await this.#open()
    return log === null ? [] : readRows(log, this.#linesOf(from, Math.min(from + count, this.rowCount)))
  }

  /** The lines of these rows, whole. */
  async *whole(from: number, to: number): ReturnType<typeof readWhole> {
    const log = await this.#open()
    if (log !== null) yield* readWhole(log, this.#linesOf(from, Math.min(to, this.rowCount)))
  }

  /** The row of a line, or of the one after it that the filter lets through. */
  rowOf(index: number): number {
    return this.#scan?.lines.countBefore(index) ?? index
  }

  /** Undefined for a row that is none. */
  lineOf(row: number): number | undefined {
    if (this.#scan !== null) return this.#scan.lines.at(row)
    return row >= 0 && row < this.lineCount ? row : undefined
  }

  /** The nearest error before or after a row. */
  async stepError(row: number, step: LogStep): Promise<FoundRow | null> {
    if (this.#scan !== null) {
      const { lines, errors } = this.#scan
      const here = lines.at(row)
      const before = errors.countBefore(here ?? (row < 0 ? 0 : Infinity))
      const isHere = here !== undefined && errors.at(before) === here
      const line = errors.at(step === 'previous' ? before - 1 : before + (isHere ? 1 : 0))
      return line === undefined ? null : { row: lines.countBefore(line), ordinal: errors.countBefore(line) + 1 }
    }
    return this.#stepErrorLine(row, step)
  }

  async close(): Promise<void> {
    this.#scan?.close()
    const file = await this.#file
    await file?.close()
  }

  async #stepErrorLine(row: number, step: LogStep): Promise<FoundRow | null> {
    const log = await this.#open()
    if (log === null) return null
    const { index } = log
    const direction = step === 'next' ? 1 : -1
    const first = step === 'next' ? Math.max(row + 1, 0) : row - 1
    if (first < 0 || first >= this.lineCount) return null
    for (let number = index.blockOf(first); number >= 0 && number < index.blockCount; number += direction) {
      const block = index.block(number)
      if (block.errorCount === 0) continue
      const lines = Array.from({ length: block.lineCount }, (_, at) => block.firstIndex + at)
      const rows = await readRows(
        log,
        lines.filter((line) => line < this.lineCount),
      )
      const errors = rows.filter(({ text }) => levelOf(text) === 'error')
      const found =
        step === 'next' ? errors.find((one) => one.index >= first) : errors.findLast((one) => one.index <= first)
      if (found !== undefined) return { row: found.index, ordinal: block.errorsBefore + errors.indexOf(found) + 1 }
    }
    return null
  }

  #errorFrom(row: number): number | null {
    const errors = this.#scan?.errors ?? this.#index.errorLines
    if (errors !== null) {
      const line = errors.at(errors.countBefore(this.lineOf(row) ?? Infinity))
      return line === undefined ? null : this.rowOf(line)
    }
    // Of a long log the beginning of the block is near enough.
    for (let number = this.#index.blockOf(row); number < this.#index.blockCount; number++) {
      const { firstIndex, errorCount } = this.#index.block(number)
      if (errorCount > 0 && firstIndex >= row) return firstIndex
    }
    return null
  }

  #linesOf(from: number, to: number): number[] {
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
    const scan = this.#scan
    return scan === null ? rows : rows.flatMap((row) => scan.lines.at(row) ?? [])
  }

  async #open(): Promise<ReadLog | null> {
    this.#file ??= openIfThere(this.path)
    const file = await this.#file
    // Of a log that begins nothing has been written yet.
    if (file === null) this.#file = null
    return file === null ? null : { index: this.#index, file }
  }
}
