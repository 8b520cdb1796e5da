import { setTimeout as delay } from 'node:timers/promises'
import type { MetricRecord, MetricUnit } from '../../../../shared/model/metric.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ContainerUsage, Engine } from '../../ports/engine.ts'
import type { Gpus } from '../../ports/gpus.ts'

export interface SampleOptions {
  readonly engine: Pick<Engine, 'followUsage'>
  readonly gpus: Gpus
  readonly clock: Clock
  readonly tell: (records: readonly MetricRecord[]) => void
  readonly signal: AbortSignal
}

const gpuEveryMs = 2_000

/**
 * Tells what a container uses, and what the GPUs do meanwhile, until the signal is aborted or the container has ended.
 * What cannot be measured is left out: a run does not fail for it.
 */
export async function sampleMachine(id: string, options: SampleOptions): Promise<void> {
  await Promise.all(
    [sampleContainer(id, options), sampleGpus(options)].map((sampling) => sampling.catch(() => undefined)),
  )
}

async function sampleContainer(id: string, { engine, clock, tell, signal }: SampleOptions): Promise<void> {
  let last: ContainerUsage | null = null
  for await (const usage of engine.followUsage(id, signal)) {
    tell(usageRecords(usage, last, clock.now()))
    last = usage
  }
}

/** Sums become what was used in each second. */
export function usageRecords(usage: ContainerUsage, last: ContainerUsage | null, at: number): MetricRecord[] {
  const records = [point('container.memory', 'bytes', at, usage.memoryBytes)]
  const passedMs = last === null ? 0 : usage.at - last.at
  if (last === null || passedMs <= 0) return records
  const perSecond = (now: number, before: number): number => (Math.max(0, now - before) * 1000) / passedMs
  records.push(
    point('container.cpu', 'share', at, perSecond(usage.cpuMs, last.cpuMs) / 1000),
    point('container.read', 'bytes-per-second', at, perSecond(usage.readBytes, last.readBytes)),
    point('container.write', 'bytes-per-second', at, perSecond(usage.writtenBytes, last.writtenBytes)),
  )
  return records
}

async function sampleGpus({ gpus, clock, tell, signal }: SampleOptions): Promise<void> {
  while (!signal.aborted) {
    const answer = await gpus.ask(signal)
    if (answer === null || answer.gpus.length === 0) return
    const at = clock.now()
    tell(
      answer.gpus.flatMap(({ index, utilization, memoryUsedBytes }) => [
        ...(utilization === null ? [] : [point(`gpu.${index}.utilization`, 'share', at, utilization)]),
        ...(memoryUsedBytes === null ? [] : [point(`gpu.${index}.memory`, 'bytes', at, memoryUsedBytes)]),
      ]),
    )
    await delay(gpuEveryMs, undefined, { signal })
  }
}

function point(series: string, unit: MetricUnit, at: number, value: number): MetricRecord {
  return { type: 'point', series, unit, at, value, lineIndex: null }
}
