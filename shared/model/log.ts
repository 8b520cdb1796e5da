import { z } from 'zod'
import { LogQuery } from '../log/query.ts'
import { LogLine, LogSource } from './job.ts'

/** Names an open log while its stream is open. */
export const LogViewId = z.string().min(1).max(64).brand('LogViewId')
export type LogViewId = z.infer<typeof LogViewId>

/** Names a search while its stream is open. */
export const LogFindId = z.string().min(1).max(64).brand('LogFindId')
export type LogFindId = z.infer<typeof LogFindId>

/** Which lines are shown: those of these sources, at least so bad, and that match. */
export const LogFilter = z.object({
  sources: z.array(LogSource),
  level: z.enum(['info', 'warning', 'error']),
  query: LogQuery.nullable(),
})
export type LogFilter = z.infer<typeof LogFilter>

export const everyLine: LogFilter = { sources: ['out', 'err', 'app'], level: 'info', query: null }

/** A line as it is shown: its beginning, if it is long. */
export const LogRow = LogLine.extend({
  /** Bytes of the whole text. */
  sizeBytes: z.number(),
  isCut: z.boolean(),
  /** What the search found in the text as it is shown: from, and up to but not with. */
  matches: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type LogRow = z.infer<typeof LogRow>

/** How much of an open log there is. Rows are the lines that the filter lets through, counted from 0. */
export const LogState = z.object({
  viewId: LogViewId,
  rowCount: z.number().int(),
  lineCount: z.number().int(),
  /** All lines until now have been looked at by the filter. */
  complete: z.boolean(),
  /** No more lines will come. */
  ended: z.boolean(),
  errorCount: z.number().int(),
  /** Where errors are, a few hundred places at most. */
  errorRows: z.array(z.number().int()),
  /** What the open lines show now. */
  live: z.array(z.object({ source: LogSource, text: z.string() })),
})
export type LogState = z.infer<typeof LogState>

export const FindState = z.object({
  findId: LogFindId,
  /** How many rows match, as far as they have been looked at. */
  matchCount: z.number().int(),
  /** Where they are, a few hundred places at most. */
  rows: z.array(z.number().int()),
  complete: z.boolean(),
})
export type FindState = z.infer<typeof FindState>

export const LogStep = z.enum(['next', 'previous'])
export type LogStep = z.infer<typeof LogStep>

/** A row that was found: which one, and the how manieth of all, counted from 1. */
export const FoundRow = z.object({ row: z.number().int(), ordinal: z.number().int() })
export type FoundRow = z.infer<typeof FoundRow>
