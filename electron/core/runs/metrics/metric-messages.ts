import type { MetricRecord } from '../../../../shared/model/metric.ts'

/** What the thread that reads a run's numbers is told. */
export type MetricRequest =
  | {
      readonly type: 'start'
      readonly logPath: string
      /** Where event files of TensorBoard are looked for, and since when they count. */
      readonly outputFolder: string
      readonly sinceMs: number
      /** Points of lines before are kept already; the lines are read all the same, for the sums. */
      readonly fromLine: number
    }
  /** So many lines have been logged; they may not all be in the file yet. */
  | { readonly type: 'extend'; readonly lineCount: number }
  /** Nothing more will come. */
  | { readonly type: 'end' }

/** What it answers; `ended` is the last. */
export interface MetricReply {
  readonly type: 'read' | 'ended'
  readonly records: readonly MetricRecord[]
  readonly lineCount: number
}

/** The thread's end of the connection, a `parentPort` for one. */
export interface MetricPort {
  on(event: 'message', listener: (message: MetricRequest) => void): unknown
  postMessage(message: MetricReply): void
}

/** The other end, a `Worker` for one. */
export interface MetricThread {
  on(event: 'message', listener: (message: MetricReply) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  postMessage(message: MetricRequest): void
  terminate(): unknown
}
