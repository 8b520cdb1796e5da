import { appendFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetricFile, nextLine, readMetrics } from '../../../../../electron/core/runs/metrics/metric-file.ts'
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

  it('keeps NaN, settings, sums, and where in the training a value was told', async () => {
    const path = join(await makeTemporaryFolder(), 'a.metrics')
    const end = { value: 0.1, lineIndex: 1 }
    const ends = { first: end, last: end, min: end, max: null }
    const records: MetricRecord[] = [
      { type: 'setting', name: 'lr', value: 0.1 },
      { ...point('loss', 1), step: 100, epoch: 0.5 } as MetricRecord,
      { type: 'not-finite', series: 'loss', unit: 'number', at: 2, kind: 'nan', lineIndex: 2, step: 200 },
      {
        type: 'summary',
        summary: { series: 'loss', unit: 'number', count: 1, ...ends, notFinite: 1, notFiniteLine: 2 },
      },
    ]
    const file = createMetricFile(path, fail)
    file.append(records)
    await file.close()
    expect((await collect(readMetrics({ path, live: null, signal }))).items.flat()).toEqual(records)
  })

  it('of an earlier version is read as before', async () => {
    const path = join(await makeTemporaryFolder(), 'a.metrics')
    await appendFile(path, '\n["s",0,"loss","number"]\n["p",0,1000,0.5,3]\n["e",1000,1,null,3]\n')
    expect((await collect(readMetrics({ path, live: null, signal }))).items.flat()).toEqual([
      { type: 'point', series: 'loss', unit: 'number', at: 1000, value: 0.5, lineIndex: 3 },
      { type: 'landmark', kind: 'epoch', at: 1000, value: 1, total: null, lineIndex: 3 },
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

  it('tells sums while it is written, of which nothing is in the file before its end', async () => {
    const path = join(await makeTemporaryFolder(), 'a.metrics')
    const file = createMetricFile(path, fail)
    const summary = (count: number): MetricRecord => {
      const end = { value: count, lineIndex: count }
      const ends = { first: end, last: end, min: end, max: end, notFinite: 0, notFiniteLine: null }
      return { type: 'summary', summary: { series: 'loss', unit: 'number', count, ...ends } }
    }
    const reading = readMetrics({ path, live: file, signal })
    file.append([point('loss', 1), summary(1)])
    expect([(await reading.next()).value, (await reading.next()).value]).toEqual([[summary(1)], [point('loss', 1)]])
    expect(await readFile(path, 'utf8')).not.toContain('"x"')
    file.append([summary(2)])
    expect((await reading.next()).value).toEqual([summary(2)])
    await file.close()
    expect((await collect(readMetrics({ path, live: null, signal }))).items.flat()).toEqual([
      point('loss', 1),
      summary(2),
    ])
    expect(await nextLine(path)).toBe(2)
  })

  it('has no curves where there is no file', async () => {
    expect((await collect(readMetrics({ path: '/nowhere/a.metrics', live: null, signal }))).items).toEqual([])
  })
})
