import { parseMetrics } from '../../../../shared/metrics/parse-line.ts'
import type { LogLine } from '../../../../shared/model/job.ts'
import type { MetricRecord } from '../../../../shared/model/metric.ts'
import { createPointFilter } from './point-filter.ts'

/** Of a flood of lines only some are read for numbers. */
const windowMs = 100
const linesAWindow = 300

/** Reads the numbers and the epochs out of the lines of a run. */
export function createMetricObserver(
  tell: (records: readonly MetricRecord[]) => void,
): (lines: readonly LogLine[]) => void {
  const isWanted = createPointFilter()
  let epoch = -1
  let windowStart = 0
  let linesInWindow = 0

  const readLine = ({ index, at, text }: LogLine): MetricRecord[] => {
    const records: MetricRecord[] = []
    const parsed = parseMetrics(text)
    if (parsed.epoch !== null && parsed.epoch.value !== epoch) {
      epoch = parsed.epoch.value
      records.push({ type: 'landmark', kind: 'epoch', at, ...parsed.epoch, lineIndex: index })
    }
    for (const [series, value] of parsed.values) {
      if (!isWanted(series, at)) continue
      records.push({ type: 'point', series, unit: 'number', at, value, lineIndex: index })
    }
    return records
  }

  return (lines) => {
    const records: MetricRecord[] = []
    for (const line of lines) {
      if (line.source === 'app') continue
      if (line.at - windowStart >= windowMs) {
        windowStart = line.at
        linesInWindow = 0
      }
      if (++linesInWindow <= linesAWindow) records.push(...readLine(line))
    }
    if (records.length > 0) tell(records)
  }
}
