import type { Curve } from './curves.ts'

/** What curves are drawn over. */
export type XAxis = 'step' | 'epoch' | 'time'

interface Placed {
  readonly at: number
  readonly step?: number | undefined
  readonly epoch?: number | undefined
}

export interface PlacedCurve {
  readonly x: readonly number[]
  /** Null at NaN and infinities, where the line has a gap. */
  readonly y: readonly (number | null)[]
  readonly lines: readonly (number | null)[]
  /** Where there is NaN or an infinity. */
  readonly notFinite: readonly number[]
}

/** The axes over which some of these curves can be drawn. */
export function axesOf(curves: readonly Curve[]): XAxis[] {
  const has = (key: 'step' | 'epoch'): boolean =>
    curves.some(({ series }) => series.points.some((point) => point[key] !== undefined))
  return [...(has('step') ? ['step' as const] : []), ...(has('epoch') ? ['epoch' as const] : []), 'time']
}

/** When the first number of a run came: pulling and starting are no part of its training. */
export function beginOf({ run }: Curve): number {
  let begin = Infinity
  for (const { points } of run.snapshot.series.values()) {
    const first = points.find(({ lineIndex }) => lineIndex !== null) ?? points[0]
    if (first !== undefined) begin = Math.min(begin, first.at)
  }
  return begin === Infinity ? 0 : begin
}

/** Where a curve's points are on an axis, rising; points that do not say it are left out. */
export function placeCurve(curve: Curve, axis: XAxis): PlacedCurve {
  const begin = axis === 'time' ? beginOf(curve) : 0
  const xOf = (point: Placed): number | undefined => (axis === 'time' ? (point.at - begin) / 1000 : point[axis])
  const { points, notFinite } = curve.series
  const placed = [
    ...points.map((point) => ({ x: xOf(point), y: point.value, line: point.lineIndex })),
    ...notFinite.map((point) => ({ x: xOf(point), y: null, line: point.lineIndex })),
  ].flatMap(({ x, ...rest }) => (x === undefined ? [] : [{ x, ...rest }]))
  placed.sort((a, b) => a.x - b.x)
  // Points of one place stand above each other: the last one is drawn. In time they are a moment apart.
  const x: number[] = []
  const y: (number | null)[] = []
  const lines: (number | null)[] = []
  for (const point of placed) {
    const last = x.at(-1)
    if (last !== undefined && point.x <= last) {
      if (axis !== 'time') for (const list of [x, y, lines]) list.pop()
      else point.x = last + 1e-4
    }
    x.push(point.x)
    y.push(point.y)
    lines.push(point.line)
  }
  return { x, y, lines, notFinite: placed.filter((point) => point.y === null).map((point) => point.x) }
}

/** Where epochs begin: 2 to 40 of them are lines. */
export function epochsOn(curve: Curve, axis: XAxis): number[] {
  const { landmarks } = curve.run.snapshot
  if (landmarks.length < 2 || landmarks.length > 40) return []
  if (axis === 'epoch') return landmarks.map(({ value }) => value)
  if (axis === 'time') {
    const begin = beginOf(curve)
    return landmarks.map(({ at }) => (at - begin) / 1000)
  }
  const { points } = curve.series
  return landmarks.flatMap(({ value }) => points.find(({ epoch }) => (epoch ?? -1) >= value)?.step ?? [])
}

/** The place of the point nearest to an x; -1 of an empty list. */
export function nearest(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  const before = sorted[low - 1]
  return before !== undefined && wanted - before < Math.abs((sorted[low] ?? 0) - wanted) ? low - 1 : high
}

/** Exponential, without the pull of the zero it begins with. */
export function smoothed(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0
  let scale = 0
  return values.map((value) => {
    if (value === null) return null
    sum = weight * sum + (1 - weight) * value
    scale = weight * scale + (1 - weight)
    return sum / scale
  })
}
