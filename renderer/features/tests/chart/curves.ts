import { eventTag } from '../../../../shared/metrics/event-series.ts'
import type { SeriesSummary } from '../../../../shared/model/metric.ts'
import type { MetricSeries, MetricSnapshot } from '../../../stores/metric-follow.ts'

/** A run whose curves are drawn, with the place of its colour. */
export interface ChartRun {
  readonly label: string
  readonly colour: number
  readonly snapshot: MetricSnapshot
}

/** A curve that is shown, of one run. */
export interface Curve {
  readonly series: MetricSeries
  readonly run: ChartRun
}

/** All that is drawn on one axis: a metric, of the parts of a run and of the runs that are compared. */
export interface Panel {
  readonly metric: string
  readonly curves: readonly Curve[]
}

/** Curves of the machine stand apart from those of the training. */
export function isOfMachine(name: string): boolean {
  return name.startsWith('container.') || name.startsWith('gpu.')
}

/**
 * Shown before the user chooses: how well it learns, and nothing else. Where a run does not tell that, the first of its
 * numbers, or how much memory it takes.
 */
export function shownAtFirst(sorted: readonly string[]): readonly string[] {
  const ofTraining = sorted.filter((name) => !isOfMachine(name))
  const learning = ofTraining.filter((name) => /loss|acc/.test(name))
  if (learning.length > 0) return learning
  const [first] = [...ofTraining, ...sorted.filter((name) => name === 'container.memory'), ...sorted]
  return first === undefined ? [] : [first]
}

/** Those of the training first, the losses before all; then those of event files, then those of the machine. */
export function sortedNames(series: ReadonlyMap<string, MetricSeries>): string[] {
  const rankOf = (name: string): number => {
    if (isOfMachine(name)) return 4
    if (eventTag(name) !== null) return 3
    return name.includes('loss') ? 0 : name.includes('acc') ? 1 : 2
  }
  return [...series.keys()].toSorted((a, b) => rankOf(a) - rankOf(b))
}

/** What the training and the validation say of the same is one metric. */
export function metricOf(name: string): string {
  if (eventTag(name) !== null) return name
  if (name === 'container.read' || name === 'container.write') return 'container.disk'
  if (name.startsWith('gpu.')) return name.replace(/^gpu\.\d+/, 'gpu')
  return name.replace(/^(?:val|test|train)_/, '')
}

/** Of which part of the run a curve is; null of the run itself. */
export function splitOf(name: string): 'train' | 'val' | 'test' | null {
  const [, split] = /^(train|val|test)_/.exec(name) ?? []
  return split === 'train' || split === 'val' || split === 'test' ? split : null
}

/** One panel a metric, in the order of the names. */
export function panelsOf(names: readonly string[], runs: readonly ChartRun[]): Panel[] {
  const panels = new Map<string, Curve[]>()
  for (const name of names) {
    for (const run of runs) {
      const series = run.snapshot.series.get(name)
      if (series === undefined) continue
      const metric = metricOf(name)
      panels.set(metric, [...(panels.get(metric) ?? []), { series, run }])
    }
  }
  return [...panels].map(([metric, curves]) => ({ metric, curves }))
}

/** Exact where the reader of the log has told it; of runs of earlier versions, out of the points that were kept. */
export function summaryOf({ name, unit, points, notFinite, summary }: MetricSeries): SeriesSummary {
  if (summary !== null) return summary
  const [first = null] = points
  let [min, max] = [first, first]
  for (const point of points) {
    if (min === null || point.value < min.value) min = point
    if (max === null || point.value > max.value) max = point
  }
  const ends = { first, last: points.at(-1) ?? null, min, max }
  return { series: name, unit, count: points.length, ...ends, notFinite: notFinite.length, notFiniteLine: null }
}

/** Numbers that are a share of 1 by nature, told as one or not. */
export function isShare({ name, unit, points }: MetricSeries): boolean {
  if (unit === 'share') return true
  const isByNature = /(?:^|_)(?:acc|accuracy|auc|auroc|f1|iou|miou|dice|precision|recall|map\d*)(?:_|@|$)/.test(name)
  return unit === 'number' && isByNature && points.every(({ value }) => value >= 0 && value <= 1)
}
