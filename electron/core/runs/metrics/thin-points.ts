import type { MetricRecord } from '../../../../shared/model/metric.ts'

type Point = Extract<MetricRecord, { type: 'point' }>

/** All points are kept up to so many, and of each bucket its first, lowest, highest and last from then on. */
const keptWhole = 4000
const firstBucket = 16
/** After so many kept points buckets are twice as large. */
const keptEach = 2000
const maxNotFinite = 200

interface Thinning {
  kept: number
  bucketSize: number
  keptInSize: number
  inBucket: number
  min: Point | null
  max: Point | null
  last: Point | null
}

/** Keeps so few points of each series that a chart looks the same, however long a run goes on. */
export class PointThinner {
  readonly #series = new Map<string, Thinning>()
  readonly #notFinite = new Map<string, number>()

  /** What is to be kept now that this is known. */
  add(record: MetricRecord): MetricRecord[] {
    if (record.type === 'not-finite') return this.#addNotFinite(record)
    if (record.type !== 'point') return [record]
    let thinning = this.#series.get(record.series)
    if (thinning === undefined) {
      thinning = { kept: 0, bucketSize: 1, keptInSize: 0, inBucket: 0, min: null, max: null, last: null }
      this.#series.set(record.series, thinning)
    }
    if (thinning.kept < keptWhole) {
      thinning.kept++
      return [record]
    }
    return addToBucket(thinning, record)
  }

  /** What has been held back, so that the newest point of each series is known. */
  flush(): MetricRecord[] {
    return [...this.#series.values()].flatMap((thinning) => emptyBucket(thinning))
  }

  #addNotFinite(record: Extract<MetricRecord, { type: 'not-finite' }>): MetricRecord[] {
    const count = (this.#notFinite.get(record.series) ?? 0) + 1
    this.#notFinite.set(record.series, count)
    return count > maxNotFinite ? [] : [record]
  }
}

function addToBucket(thinning: Thinning, point: Point): MetricRecord[] {
  if (thinning.bucketSize === 1) thinning.bucketSize = firstBucket
  thinning.inBucket++
  if (thinning.inBucket === 1) {
    thinning.keptInSize++
    return [point]
  }
  if (thinning.min === null || point.value < thinning.min.value) thinning.min = point
  if (thinning.max === null || point.value > thinning.max.value) thinning.max = point
  thinning.last = point
  if (thinning.inBucket < thinning.bucketSize) return []
  const points = emptyBucket(thinning)
  thinning.inBucket = 0
  thinning.keptInSize += points.length
  if (thinning.keptInSize >= keptEach) {
    thinning.keptInSize = 0
    thinning.bucketSize *= 2
  }
  return points
}

/** In their order, each once. */
function emptyBucket(thinning: Thinning): Point[] {
  const { min, max, last } = thinning
  const points = [...new Set([min, max, last])].filter((point) => point !== null)
  thinning.min = null
  thinning.max = null
  thinning.last = null
  return points.toSorted((a, b) => a.at - b.at || (a.lineIndex ?? 0) - (b.lineIndex ?? 0))
}
