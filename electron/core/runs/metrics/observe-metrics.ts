import { LogReader, type LineReading } from '../../../../shared/metrics/log-reader.ts'
import type { LogLine } from '../../../../shared/model/job.ts'
import type { MetricRecord } from '../../../../shared/model/metric.ts'

/** Of a flood of lines only some are read for numbers. */
const windowMs = 100
const linesAWindow = 300

/** Reads the numbers and the epochs out of the lines of a run. */
export function createMetricObserver(
  tell: (records: readonly MetricRecord[]) => void,
): (lines: readonly LogLine[]) => void {
  const reader = new LogReader()
  let windowStart = 0
  let linesInWindow = 0

  return (lines) => {
    const records: MetricRecord[] = []
    for (const line of lines) {
      if (line.source === 'app') continue
      if (line.at - windowStart >= windowMs) {
        windowStart = line.at
        linesInWindow = 0
      }
      if (++linesInWindow <= linesAWindow) records.push(...recordsOf(reader.read(line), line))
    }
    if (records.length > 0) tell(records)
  }
}

/** What a line has told, as it is kept. */
export function recordsOf({ points, epoch, settings }: LineReading, { at, index }: LogLine): MetricRecord[] {
  return [
    ...settings.map(([name, value]): MetricRecord => ({ type: 'setting', name, value })),
    ...(epoch === null ? [] : [{ type: 'landmark', kind: 'epoch', at, ...epoch, lineIndex: index } as const]),
    ...points.map((point): MetricRecord => {
      const { series, isShare, value, line: lineIndex } = point
      const place = {
        ...(point.step !== null && { step: point.step }),
        ...(point.epoch !== null && { epoch: point.epoch }),
      }
      const common = { series, unit: isShare ? 'share' : 'number', at: point.at, lineIndex, ...place } as const
      if (Number.isFinite(value)) return { type: 'point', ...common, value }
      return { type: 'not-finite', ...common, kind: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' }
    }),
  ]
}
