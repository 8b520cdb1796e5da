import type { ErrorData } from '../../shared/errors.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { MetricRecord, MetricUnit, SeriesSummary } from '../../shared/model/metric.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { Follow } from './follow.ts'
import type { ScheduleFrame } from './frame.ts'

type Point = Extract<MetricRecord, { type: 'point' }>
type NotFinitePoint = Extract<MetricRecord, { type: 'not-finite' }>

/** One curve. `summary` is exact, however few of the points are kept; null where nothing has told it. */
export interface MetricSeries {
  readonly name: string
  unit: MetricUnit
  readonly points: Point[]
  readonly notFinite: NotFinitePoint[]
  summary: SeriesSummary | null
}

export type Landmark = MetricRecord & { readonly type: 'landmark' }
export type RunSettings = ReadonlyMap<string, string | number | boolean>

/** The curves of a run as far as they are known; a new object each time something has come. */
export interface MetricSnapshot {
  /** In the order they began. */
  readonly series: ReadonlyMap<string, MetricSeries>
  readonly landmarks: readonly Landmark[]
  /** What the training was told to do, as its log says. */
  readonly settings: RunSettings
  readonly complete: boolean
  readonly problem: ErrorData | null
}

/** A curve that has more points keeps of each few the first, lowest, highest and last: no screen could show more. */
const maxPoints = 20_000
const bucketPoints = 8

/** Follows the curves of one run. */
export class MetricFollow extends Follow<MetricSnapshot> {
  readonly #client: AppClient
  readonly #jobId: JobId

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    super({ series: new Map(), landmarks: [], settings: new Map(), complete: false, problem: null }, schedule)
    this.#client = client
    this.#jobId = jobId
  }

  /** Once other numbers are curves. */
  readAnew(): void {
    this.show({ complete: false })
    this.restart()
  }

  protected override isComplete({ complete }: MetricSnapshot): boolean {
    return complete
  }

  /** From the beginning each time: the whole of it is small. */
  protected override async read(signal: AbortSignal): Promise<void> {
    const series = new Map<string, MetricSeries>()
    const landmarks: Landmark[] = []
    const settings = new Map<string, string | number | boolean>()
    for await (const batch of this.#client.open('runs.metrics', this.#jobId, { signal })) {
      if (signal.aborted) return
      for (const record of batch) {
        if (record.type === 'landmark') landmarks.push(record)
        else if (record.type === 'setting') settings.set(record.name, record.value)
        else addRecord(series, record)
      }
      this.show({ series, landmarks: [...landmarks], settings: new Map(settings) })
    }
    if (!signal.aborted) this.show({ series, complete: true })
  }
}

export function addRecord(
  all: Map<string, MetricSeries>,
  record: Exclude<MetricRecord, { type: 'landmark' | 'setting' }>,
): void {
  const { series: name, unit } = record.type === 'summary' ? record.summary : record
  let series = all.get(name)
  if (series === undefined) {
    series = { name, unit, points: [], notFinite: [], summary: null }
    all.set(name, series)
  }
  if (unit === 'share') series.unit = unit
  switch (record.type) {
    case 'point':
      series.points.push(record)
      if (series.points.length > maxPoints) thin(series.points)
      break
    case 'not-finite':
      series.notFinite.push(record)
      break
    case 'summary':
      series.summary = record.summary
      break
  }
}

function thin(points: Point[]): void {
  const kept: Point[] = []
  for (let start = 0; start < points.length; start += bucketPoints) {
    const bucket = points.slice(start, start + bucketPoints)
    const byValue = bucket.toSorted((a, b) => a.value - b.value)
    const wanted = new Set([bucket[0], byValue[0], byValue.at(-1), bucket.at(-1)])
    kept.push(...bucket.filter((point) => wanted.has(point)))
  }
  points.splice(0, points.length, ...kept)
}
