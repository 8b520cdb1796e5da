/** A curve needs no more points than this in a second. */
const gapMs = 50
/** Names in a program's output can be endless; a chart has room for so many. */
const maxSeries = 40

/** Keeps the points of each curve apart in time, and the curves few. */
export function createPointFilter(): (series: string, at: number) => boolean {
  const lastAt = new Map<string, number>()
  return (series, at) => {
    const last = lastAt.get(series)
    if (last === undefined ? lastAt.size >= maxSeries : at - last < gapMs) return false
    lastAt.set(series, at)
    return true
  }
}
