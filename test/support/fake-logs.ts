import type { AppContract } from '../../shared/contract.ts'
import { AppError, cancelled } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import { levelOf } from '../../shared/log/level.ts'
import { patternOf } from '../../shared/log/pattern.ts'
import type { LogQuery } from '../../shared/log/query.ts'
import { visibleText } from '../../shared/log/visible-text.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { LogLine } from '../../shared/model/job.ts'
import { LogFindId, LogViewId, type LogFilter, type LogRow } from '../../shared/model/log.ts'

const levels = { info: 0, warning: 1, error: 2 }
const shownLength = 2000

export interface FakeLogsOptions {
  readonly linesOf: (jobId: JobId) => readonly LogLine[]
  readonly isRunning: (jobId: JobId) => boolean
  readonly called: (name: string) => void
  readonly chosenFile: () => string | null
}

type LogHandlers = Pick<Handlers<AppContract>, Extract<keyof Handlers<AppContract>, `logs.${string}`>>

/** Logs in memory, filtered and searched when they are opened. */
export function createFakeLogs({ linesOf, isRunning, called, chosenFile }: FakeLogsOptions): LogHandlers {
  const views = new Map<LogViewId, readonly LogLine[]>()
  const finds = new Map<LogFindId, { readonly query: LogQuery; readonly rows: readonly number[] }>()
  let nextId = 1
  const linesIn = (viewId: LogViewId): readonly LogLine[] => {
    const lines = views.get(viewId)
    if (lines === undefined) throw new AppError('not-found', { what: 'log', id: viewId })
    return lines
  }
  const isError = ({ text }: LogLine): boolean => levelOf(text) === 'error'

  return {
    async *'logs.watch'({ jobId, filter }, { signal }) {
      const lines = linesOf(jobId)
      const rows = lines.filter((line) => letsThrough(filter, line))
      const viewId = LogViewId.parse(`view-${nextId++}`)
      views.set(viewId, rows)
      const errorRows = rows.flatMap((line, row) => (isError(line) ? [row] : []))
      const counts = { rowCount: rows.length, lineCount: lines.length, errorCount: errorRows.length, errorRows }
      yield [{ viewId, ...counts, complete: true, ended: !isRunning(jobId), live: [] }]
      await aborted(signal)
    },
    'logs.rows': ({ viewId, from, count, findId }) => {
      const query = findId === null ? null : (finds.get(findId)?.query ?? null)
      return linesIn(viewId)
        .slice(from, from + count)
        .map((line) => rowOf(line, query))
    },
    async *'logs.find'({ viewId, query }, { signal }) {
      const pattern = patternOf(query)
      const rows = linesIn(viewId).flatMap(({ text }, row) => (pattern.test(visibleText(text)) ? [row] : []))
      const findId = LogFindId.parse(`find-${nextId++}`)
      finds.set(findId, { query, rows })
      yield [{ findId, matchCount: rows.length, rows, complete: true }]
      await aborted(signal)
    },
    'logs.step': ({ viewId, findId, row, step }) => {
      const lines = linesIn(viewId)
      const rows =
        findId === null ? lines.flatMap((line, at) => (isError(line) ? [at] : [])) : (finds.get(findId)?.rows ?? [])
      const found = step === 'next' ? rows.find((one) => one > row) : rows.findLast((one) => one < row)
      return found === undefined ? null : { row: found, ordinal: rows.indexOf(found) + 1 }
    },
    'logs.rowOf': ({ viewId, index }) => linesIn(viewId).filter((line) => line.index < index).length,
    'logs.longLine': ({ viewId, row }) => linesIn(viewId)[row]?.text ?? '',
    'logs.copy': ({ viewId, from, to }) => {
      called('logs.copy')
      return { lineCount: linesIn(viewId).slice(from, to).length, complete: true }
    },
    'logs.save': () => {
      called('logs.save')
      return chosenFile()
    },
  }
}

function letsThrough({ sources, level, query }: LogFilter, { source, text }: LogLine): boolean {
  if (!sources.includes(source) || levels[levelOf(text)] < levels[level]) return false
  return query === null || patternOf(query).test(visibleText(text))
}

function rowOf(line: LogLine, query: LogQuery | null): LogRow {
  const text = line.text.slice(0, shownLength)
  const pattern = query === null ? null : patternOf(query)
  const found = pattern === null ? [] : [...visibleText(text).matchAll(new RegExp(pattern.source, `${pattern.flags}g`))]
  return {
    ...line,
    text,
    sizeBytes: line.text.length,
    isCut: text.length < line.text.length,
    matches: found.map((match) => [match.index, match.index + match[0].length]),
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(cancelled()), { once: true }))
}
