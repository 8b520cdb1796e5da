import { describe, expect, it } from 'vitest'
import { PointThinner } from '../../../../../electron/core/runs/metrics/thin-points.ts'
import type { MetricRecord } from '../../../../../shared/model/metric.ts'

function point(place: number, value: number): MetricRecord {
  return { type: 'point', series: 'loss', unit: 'number', at: place, value, lineIndex: place }
}

describe('the points that are kept of a long run', () => {
  it('are few, in their order, with the first, the last, the lowest and the highest', () => {
    const thinner = new PointThinner()
    const count = 1_000_000
    const kept: MetricRecord[] = []
    for (let place = 0; place < count; place++) {
      const value = place === 777_777 ? 99 : place === 555_555 ? -99 : Math.sin(place / 1000)
      kept.push(...thinner.add(point(place, value)))
    }
    kept.push(...thinner.flush())
    const places = kept.map((record) => (record.type === 'point' ? record.at : -1))
    expect(places.length).toBeLessThan(30_000)
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
    expect(places).toEqual(expect.arrayContaining([0, 555_555, 777_777, count - 1]))
  })

  it('are all where there are few, and the newest one whenever it is asked for', () => {
    const thinner = new PointThinner()
    for (let place = 0; place < 3000; place++) expect(thinner.add(point(place, 1))).toHaveLength(1)
    for (let place = 3000; place < 4001; place++) thinner.add(point(place, 1))
    expect(thinner.add(point(4001, 2))).toEqual([])
    expect(thinner.flush()).toEqual([point(4001, 2)])
    expect(thinner.flush()).toEqual([])
  })
})
