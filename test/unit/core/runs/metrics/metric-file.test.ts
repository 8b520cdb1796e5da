import { appendFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetricFile, readMetrics } from '../../../../../electron/core/runs/metrics/metric-file.ts'
import { createMetricObserver } from '../../../../../electron/core/runs/metrics/observe-metrics.ts'
import type { MetricRecord } from '../../../../../shared/model/metric.ts'
import { collect } from '../../../../support/collect.ts'
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts'

const { signal } = new AbortController()
const fail = (error: unknown): never => {
  throw error
}

function point(series: string, at: number): MetricRecord {
  return { type: 'point', series, unit: 'number', at, value: at / 10, lineIndex: at }
}

describe('the file of a run’s curves', () => {
  it('keeps every point and landmark, also over an app that ended half-way in a row', async () => {
    const path = join(await makeTemporaryFolder(), 'jobs', 'a.metrics')
    const epoch: MetricRecord = { type: 'landmark', kind: 'epoch', at: 2, value: 1, total: 3, lineIndex: 4 }
    const first = createMetricFile(path, fail)
    first.append([point('loss', 1), epoch, point('精度', 2), point('loss', 3)])
    await first.close()
    await appendFile(path, '["p",0,4,')
    const second = createMetricFile(path, fail)
    second.append([point('lr', 6), point('loss', 7)])
    await second.close()
    const { items } = await collect(readMetrics({ path, live: null, signal }))
    expect(items.flat()).toEqual([
      ...[point('loss', 1), epoch, point('精度', 2), point('loss', 3)],
      ...[point('lr', 6), point('loss', 7)],
    ])
  })

  it('is read on while it is written, to its end', async () => {
    const path = join(await makeTemporaryFolder(), 'a.metrics')
    const file = createMetricFile(path, fail)
    const reading = collect(readMetrics({ path, live: file, signal }))
    for (let at = 0; at < 2000; at++) file.append([point('loss', at)])
    await file.close()
    const { items } = await reading
    expect(items.flat()).toHaveLength(2000)
    expect((await stat(path)).size).toBeLessThan(2000 * 40)
  })

  it('has no curves where there is no file', async () => {
    expect((await collect(readMetrics({ path: '/nowhere/a.metrics', live: null, signal }))).items).toEqual([])
  })
})

describe('the numbers of a run’s lines', () => {
  it('become points with their lines, and each epoch one landmark', () => {
    const told: MetricRecord[] = []
    const observe = createMetricObserver((records) => told.push(...records))
    observe([
      { index: 0, at: 0, source: 'app', text: 'loss: 9' },
      { index: 1, at: 1000, source: 'out', text: 'epoch 1/2 loss: 0.5' },
      { index: 2, at: 1010, source: 'out', text: 'epoch 1/2 loss: 0.4' },
      { index: 3, at: 1100, source: 'err', text: 'epoch 2/2 loss: 0.3' },
    ])
    expect(told).toEqual([
      { type: 'landmark', kind: 'epoch', at: 1000, value: 1, total: 2, lineIndex: 1 },
      { type: 'point', series: 'loss', unit: 'number', at: 1000, value: 0.5, lineIndex: 1 },
      { type: 'landmark', kind: 'epoch', at: 1100, value: 2, total: 2, lineIndex: 3 },
      { type: 'point', series: 'loss', unit: 'number', at: 1100, value: 0.3, lineIndex: 3 },
    ])
  })

  it('cost little in a flood, and never make endless curves', () => {
    let count = 0
    const names = new Set<string>()
    const observe = createMetricObserver((records) => {
      count += records.length
      for (const record of records) if (record.type === 'point') names.add(record.series)
    })
    const text = (index: number): string => `m${index % 500}: ${index}`
    observe(Array.from({ length: 50_000 }, (_, index) => ({ index, at: index / 50, source: 'out', text: text(index) })))
    expect(count).toBeLessThan(5000)
    expect(names.size).toBeLessThanOrEqual(40)
  })
})
