import type { ErrorData } from '../../shared/errors.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { MetricRecord, MetricUnit } from '../../shared/model/metric.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { Follow } from './follow.ts'
import type { ScheduleFrame } from './frame.ts'

/** One curve. Its three lists belong together, and grow; `line` is -1 for what was measured. */
export interface MetricSeries {
  readonly name: string
  readonly unit: MetricUnit
  readonly at: number[]
  readonly value: number[]
  readonly line: number[]
}

export type Landmark = MetricRecord & { readonly type: 'landmark' }

/** The curves of a run as far as they are known; a new object each time something has come. */
export interface MetricSnapshot {
  /** In the order they began. */
  readonly series: ReadonlyMap<string, MetricSeries>
  readonly landmarks: readonly Landmark[]
  readonly complete: boolean
  readonly problem: ErrorData | null
}

/** A curve that has more points gives every second one up: no screen could show them. */
const maxPoints = 20_000

/** Follows the curves of one run. */
export class MetricFollow extends Follow<MetricSnapshot> {
  readonly #client: AppClient
  readonly #jobId: JobId

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    super({ series: new Map(), landmarks: [], complete: false, problem: null }, schedule)
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
    for await (const batch of this.#client.open('runs.metrics', this.#jobId, { signal })) {
      if (signal.aborted) return
      for (const record of batch) {
        if (record.type === 'landmark') landmarks.push(record)
        else if (record.type === 'point') addPoint(series, record)
      }
      this.show({ series, landmarks: [...landmarks] })
    }
    if (!signal.aborted) this.show({ series, complete: true })
  }
}

export function addPoint(series: Map<string, MetricSeries>, point: MetricRecord & { type: 'point' }): void {
  let known = series.get(point.series)
  if (known === undefined) {
    known = { name: point.series, unit: point.unit, at: [], value: [], line: [] }
    series.set(point.series, known)
  }
  const { at, value, line } = known
  // Points of one moment would stand above each other: the last one counts.
  if (at.at(-1) === point.at) for (const list of [at, value, line]) list.pop()
  at.push(point.at)
  value.push(point.value)
  line.push(point.lineIndex ?? -1)
  if (at.length > maxPoints) for (const list of [at, value, line]) thin(list)
}

function thin(list: number[]): void {
  const kept = list.filter((_, index) => index % 2 === 0)
  list.splice(0, list.length, ...kept)
}
