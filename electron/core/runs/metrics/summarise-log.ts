import { LogReader } from '../../../../shared/metrics/log-reader.ts'
import type { SettingValue } from '../../../../shared/metrics/settings.ts'
import type { SeriesSummary } from '../../../../shared/model/metric.ts'
import { SummaryList } from './series-summary.ts'

/** What the numbers of a log come to. */
export interface LogSummary {
  readonly series: readonly SeriesSummary[]
  /** Null where the log tells of no epochs. */
  readonly epochs: { readonly last: number; readonly total: number | null } | null
  /** In the order in which they were told. */
  readonly settings: ReadonlyMap<string, SettingValue>
}

/** Reads a log line after line, whatever its length. */
export async function summariseLog(lines: AsyncIterable<string> | Iterable<string>): Promise<LogSummary> {
  const reader = new LogReader()
  const summaries = new SummaryList()
  const settings = new Map<string, SettingValue>()
  let last: number | null = null
  let total: number | null = null
  let index = 0
  for await (const text of lines) {
    const reading = reader.read({ index, at: index, text })
    for (const { series, isShare, value, line } of reading.points) {
      summaries.add({ series, unit: isShare ? 'share' : 'number', value, lineIndex: line })
    }
    for (const [name, value] of reading.settings) settings.set(name, value)
    if (reading.epoch !== null) {
      last = reading.epoch.value
      total = reading.epoch.total ?? total
    }
    index++
  }
  return { series: summaries.all, epochs: last === null ? null : { last, total }, settings }
}
