import type { AlignedData } from 'uplot'
import type { MetricSeries, MetricSnapshot } from '../../../stores/metric-follow.ts'

/** A curve that is shown, of this run or of the one it is compared with. */
export interface Curve {
  readonly series: MetricSeries
  readonly isOther: boolean
  /** When its run began. */
  readonly startedAt: number
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

/** Those of the training first, the losses before all; then those of the machine. */
export function sortedNames(series: ReadonlyMap<string, MetricSeries>): string[] {
  const rankOf = (name: string): number =>
    isOfMachine(name) ? 3 : name.includes('loss') ? 0 : name.includes('acc') ? 1 : 2
  return [...series.keys()].toSorted((a, b) => rankOf(a) - rankOf(b))
}

/** All curves over the seconds since their run began: one list of times, and for each curve its value at each of them. */
export function alignCurves(curves: readonly Curve[]): AlignedData {
  const times = new Set<number>()
  const secondsOf = ({ series, startedAt }: Curve): number[] => series.at.map((at) => (at - startedAt) / 1000)
  const seconds = curves.map(secondsOf)
  for (const list of seconds) for (const time of list) times.add(time)
  const x = [...times].toSorted((a, b) => a - b)
  const place = new Map(x.map((time, index) => [time, index]))
  const values = curves.map(({ series }, number) => {
    const list: (number | undefined)[] = Array.from({ length: x.length })
    for (const [index, time] of (seconds[number] ?? []).entries()) list[place.get(time) ?? 0] = series.value[index]
    return list
  })
  return [x, ...values]
}

/** The line that says the value of the curve nearest in time; null when no curve that is shown comes from the log. */
export function lineNear(curves: readonly Curve[], seconds: number): number | null {
  let nearest: { line: number; distance: number } | null = null
  for (const { series, startedAt, isOther } of curves) {
    if (isOther) continue
    const index = nearestIndex(series.at, startedAt + seconds * 1000)
    const line = series.line[index] ?? -1
    const distance = Math.abs((series.at[index] ?? 0) - startedAt - seconds * 1000)
    if (line >= 0 && (nearest === null || distance < nearest.distance)) nearest = { line, distance }
  }
  return nearest?.line ?? null
}

function nearestIndex(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  const before = sorted[low - 1]
  return before !== undefined && wanted - before < (sorted[low] ?? 0) - wanted ? low - 1 : low
}

export interface CurveSummary {
  readonly first: number
  readonly last: number
  readonly min: number
  readonly max: number
  readonly count: number
}

export function summarize({ value }: MetricSeries): CurveSummary {
  let [min, max] = [Infinity, -Infinity]
  for (const one of value) {
    min = Math.min(min, one)
    max = Math.max(max, one)
  }
  return { first: value[0] ?? 0, last: value.at(-1) ?? 0, min, max, count: value.length }
}

/** The curves of a run under these names; those that it does not have are left out. */
export function curvesOf(snapshot: MetricSnapshot, names: readonly string[], run: Omit<Curve, 'series'>): Curve[] {
  return names.flatMap((name) => {
    const series = snapshot.series.get(name)
    return series === undefined ? [] : [{ ...run, series }]
  })
}
