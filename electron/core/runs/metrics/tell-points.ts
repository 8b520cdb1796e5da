import type { LineReading, ReadPoint } from '../../../../shared/metrics/log-reader.ts'
import type { MetricRecord, SeriesSummary } from '../../../../shared/model/metric.ts'
import { SummaryList } from './series-summary.ts'
import { PointThinner } from './thin-points.ts'

/** Sums up all that has been read, and tells as much of it as is kept. */
export class PointTeller {
  readonly #thinner = new PointThinner()
  readonly #summaries = new SummaryList()
  readonly #changed = new Map<string, SeriesSummary>()
  #records: MetricRecord[] = []

  addReading({ points, epoch, settings }: LineReading, line: { readonly at: number; readonly index: number }): void {
    for (const [name, value] of settings) this.#records.push({ type: 'setting', name, value })
    if (epoch !== null) {
      this.#records.push({ type: 'landmark', kind: 'epoch', at: line.at, ...epoch, lineIndex: line.index })
    }
    for (const point of points) this.addPoint(point, point.line)
  }

  addPoint(point: Omit<ReadPoint, 'line'>, lineIndex: number | null): void {
    const { series, isShare, value, at, step, epoch } = point
    const unit = isShare ? 'share' : 'number'
    this.#changed.set(series, this.#summaries.add({ series, unit, value, lineIndex }))
    const place = { ...(step !== null && { step }), ...(epoch !== null && { epoch }) }
    const common = { series, unit, at, lineIndex, ...place } as const
    if (Number.isFinite(value)) this.#records.push(...this.#thinner.add({ type: 'point', ...common, value }))
    else {
      const kind = Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
      this.#records.push(...this.#thinner.add({ type: 'not-finite', ...common, kind }))
    }
  }

  /** What is new since the last time; `isCurrent` with the newest points, however few are kept. */
  take({ isCurrent }: { readonly isCurrent: boolean }): MetricRecord[] {
    const summaries = [...this.#changed.values()].map((summary): MetricRecord => ({ type: 'summary', summary }))
    const records = [...this.#records, ...(isCurrent ? this.#thinner.flush() : []), ...summaries]
    this.#records = []
    this.#changed.clear()
    return records
  }
}
