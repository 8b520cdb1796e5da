import type { MetricUnit, SeriesSummary } from '../../../../shared/model/metric.ts'

export interface SummedPoint {
  readonly series: string
  readonly unit: MetricUnit
  readonly value: number
  readonly lineIndex: number | null
}

/** What a series comes to, counted over all of its points, whatever is kept of them. */
export class SummaryList {
  readonly #summaries = new Map<string, SeriesSummary>()

  add({ series, unit, value, lineIndex }: SummedPoint): SeriesSummary {
    const summary = addTo(this.#summaries.get(series) ?? emptySummary(series, unit), { value, lineIndex })
    this.#summaries.set(series, unit === 'share' ? { ...summary, unit } : summary)
    return summary
  }

  get all(): readonly SeriesSummary[] {
    return [...this.#summaries.values()]
  }
}

function emptySummary(series: string, unit: MetricUnit): SeriesSummary {
  return { series, unit, count: 0, first: null, last: null, min: null, max: null, notFinite: 0, notFiniteLine: null }
}

function addTo(summary: SeriesSummary, { value, lineIndex }: Pick<SummedPoint, 'value' | 'lineIndex'>): SeriesSummary {
  if (!Number.isFinite(value)) {
    const notFiniteLine = summary.notFinite === 0 ? lineIndex : summary.notFiniteLine
    return { ...summary, notFinite: summary.notFinite + 1, notFiniteLine }
  }
  const here = { value, lineIndex }
  const { first, min, max } = summary
  return {
    ...summary,
    count: summary.count + 1,
    first: first ?? here,
    last: here,
    min: min === null || value < min.value ? here : min,
    max: max === null || value > max.value ? here : max,
  }
}
