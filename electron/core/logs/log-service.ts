import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import { patternProblem } from '../../../shared/log/pattern.ts'
import type { LogQuery } from '../../../shared/log/query.ts'
import { visibleText } from '../../../shared/log/visible-text.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { LogLine } from '../../../shared/model/job.ts'
import {
  LogFindId,
  LogViewId,
  type FindState,
  type FoundRow,
  type LogFilter,
  type LogRow,
  type LogState,
  type LogStep,
} from '../../../shared/model/log.ts'
import type { JobLog } from '../jobs/job-log.ts'
import { anyChange } from './any-change.ts'
import type { LogScan } from './log-scan.ts'
import { LogView } from './log-view.ts'
import type { ScanThread } from './scan-messages.ts'
import { spreadRows } from './spread.ts'

/** The logs that are looked at: windows of their lines, filtered, searched, copied and saved. */
export interface LogService {
  /** Opens a log and tells how much of it there is, until it is left. Rejects with `log-pattern-invalid`. */
  watch(input: { jobId: JobId; filter: LogFilter }, signal: AbortSignal): AsyncGenerator<LogState[], void>
  rows(input: { viewId: LogViewId; from: number; count: number; findId: LogFindId | null }): Promise<LogRow[]>
  /** Searches an open log, and what comes to it, until it is left. */
  find(input: { viewId: LogViewId; query: LogQuery }, signal: AbortSignal): AsyncGenerator<FindState[], void>
  /** The nearest match of a search; without a search, the nearest error. `row` may be one before the first or after the last. */
  step(input: {
    viewId: LogViewId
    findId: LogFindId | null
    row: number
    step: LogStep
  }): FoundRow | null | Promise<FoundRow | null>
  /** The row of a line, or of the next one that the filter lets through. */
  rowOf(input: { viewId: LogViewId; index: number }): number
  /** The lines of some rows, whole. */
  whole(input: { viewId: LogViewId; from: number; to: number }): AsyncGenerator<LogLine[], void>
}

export interface LogServiceOptions {
  /** Rejects with `not-found`. */
  readonly openJob: (jobId: JobId) => { readonly path: string; readonly live: JobLog | null }
  readonly startThread: () => ScanThread
}

/** A page needs to be told no oftener; less often still where so many lines come that nobody reads them one by one. */
const tellEveryMs = 50
const tellFloodEveryMs = 100
const floodRows = 500

export function createLogService({ openJob, startThread }: LogServiceOptions): LogService {
  const views = new Map<LogViewId, LogView>()
  const finds = new Map<LogFindId, { readonly scan: LogScan; readonly view: LogView }>()

  const viewOf = (viewId: LogViewId): LogView => {
    const view = views.get(viewId)
    if (view === undefined) throw new AppError('not-found', { what: 'log', id: viewId })
    return view
  }
  const findOf = (findId: LogFindId): { readonly scan: LogScan; readonly view: LogView } => {
    const find = finds.get(findId)
    if (find === undefined) throw new AppError('not-found', { what: 'log', id: findId })
    return find
  }

  return {
    async *watch({ jobId, filter }, signal) {
      checkPattern(filter.query)
      const view = await LogView.open({ ...openJob(jobId), filter, startThread })
      const viewId = LogViewId.parse(randomUUID())
      views.set(viewId, view)
      let toldRows = view.rowCount
      try {
        for (;;) {
          const change = anyChange(view.changes, signal)
          view.catchUp()
          const state = view.state(viewId)
          const isFlood = state.rowCount - toldRows > floodRows
          toldRows = state.rowCount
          yield [state]
          await change
          await delay(isFlood ? tellFloodEveryMs : tellEveryMs, undefined, { signal })
        }
      } finally {
        views.delete(viewId)
        await view.close()
      }
    },

    async *find({ viewId, query }, signal) {
      checkPattern(query)
      const view = viewOf(viewId)
      const scan = view.startFind(query)
      const findId = LogFindId.parse(randomUUID())
      finds.set(findId, { scan, view })
      try {
        for (;;) {
          const change = anyChange([scan.changes, ...view.changes], signal)
          scan.extend(view.lineCount)
          scan.check()
          yield [findState(findId, scan, view)]
          await change
          await delay(tellEveryMs, undefined, { signal })
        }
      } finally {
        finds.delete(findId)
        scan.close()
      }
    },

    async rows({ viewId, from, count, findId }) {
      const rows = await viewOf(viewId).rows(from, count)
      const find = findId === null ? undefined : finds.get(findId)
      if (find === undefined) return rows
      const matched = rows.filter(({ index }) => find.scan.lines.at(find.scan.lines.countBefore(index)) === index)
      const ranges = await find.scan.highlight(matched.map(({ text }) => visibleText(text)))
      const rangesOf = new Map(matched.map(({ index }, place) => [index, ranges[place] ?? []]))
      return rows.map((row) => ({ ...row, matches: rangesOf.get(row.index) ?? [] }))
    },

    step({ viewId, findId, row, step }) {
      if (findId === null) return viewOf(viewId).stepError(row, step)
      const { scan, view } = findOf(findId)
      const before = rowsBefore(scan, view, row)
      const isHere = scan.lines.at(before) !== undefined && view.rowOf(scan.lines.at(before) ?? 0) === row
      const place = step === 'previous' ? before - 1 : before + (isHere ? 1 : 0)
      const line = scan.lines.at(place)
      return line === undefined ? null : { row: view.rowOf(line), ordinal: place + 1 }
    },

    rowOf: ({ viewId, index }) => viewOf(viewId).rowOf(index),
    whole: ({ viewId, from, to }) => viewOf(viewId).whole(from, to),
  }
}

function checkPattern(query: LogQuery | null): void {
  const words = query === null ? null : patternProblem(query)
  if (words !== null) throw new AppError('log-pattern-invalid', { words })
}

function findState(findId: LogFindId, scan: LogScan, view: LogView): FindState {
  const rows = spreadRows(view.rowCount, (row) => {
    const line = scan.lines.at(rowsBefore(scan, view, row))
    return line === undefined ? null : view.rowOf(line)
  })
  return { findId, matchCount: scan.lines.length, rows, complete: scan.scannedLines >= view.lineCount }
}

/** How many matches stand in the rows before this one. */
function rowsBefore({ lines }: LogScan, view: LogView, row: number): number {
  return lines.countBefore(view.lineOf(row) ?? (row < 0 ? 0 : Infinity))
}
