import type { LogFilter } from '../../../shared/model/log.ts'
import type { LogQuery } from '../../../shared/log/query.ts'

export type MatchRanges = [number, number][]

/** What a thread that looks through a log is told. */
export type ScanRequest =
  | { readonly type: 'start'; readonly path: string; readonly filter: LogFilter; readonly query: LogQuery | null }
  /** So many lines are there now. */
  | { readonly type: 'extend'; readonly lineCount: number }
  | { readonly type: 'highlight'; readonly id: number; readonly texts: readonly string[] }

/** What it answers. */
export type ScanReply =
  | { readonly type: 'found'; readonly lines: Uint32Array; readonly errors: Uint32Array; readonly scannedLines: number }
  | { readonly type: 'highlights'; readonly id: number; readonly ranges: readonly MatchRanges[] }
  | { readonly type: 'failed'; readonly words: string }

/** The thread's end of the connection, a `parentPort` for one. */
export interface ScanPort {
  on(event: 'message', listener: (message: ScanRequest) => void): unknown
  postMessage(message: ScanReply): void
}

/** The other end, a `Worker` for one. */
export interface ScanThread {
  on(event: 'message', listener: (message: ScanReply) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  postMessage(message: ScanRequest): void
  terminate(): unknown
}
