import { describe, expect, it } from 'vitest'
import { addRecord, type MetricSeries, type MetricSnapshot } from '../../../renderer/stores/metric-follow.ts'
import { axesOf, epochsOn, nearest, placeCurve, smoothed } from '../../../renderer/features/tests/chart/axis.ts'
import {
  isShare,
  panelsOf,
  shownAtFirst,
  summaryOf,
  type ChartRun,
} from '../../../renderer/features/tests/chart/curves.ts'
import { asCsv } from '../../../renderer/features/tests/chart/export-panel.ts'
import type { MetricRecord } from '../../../shared/model/metric.ts'

type Told = Exclude<MetricRecord, { type: 'landmark' | 'setting' }>

function point(series: string, at: number, value: number, place: { step?: number; epoch?: number } = {}): Told {
  return { type: 'point', series, unit: 'number', at, value, lineIndex: at, ...place }
}

function runOf(records: readonly Told[], landmarks: MetricSnapshot['landmarks'] = []): ChartRun {
  const series = new Map<string, MetricSeries>()
  for (const record of records) addRecord(series, record)
  return { label: 'a', colour: 0, snapshot: { series, landmarks, settings: new Map(), complete: true, problem: null } }
}

function onlyCurve(run: ChartRun) {
  const curve = panelsOf([...run.snapshot.series.keys()], [run])[0]?.curves[0]
  if (curve === undefined) throw new Error('There is no curve.')
  return curve
}

describe('the curves that are shown before the user chooses', () => {
  it.each([
    { names: ['loss', 'val_loss', 'accuracy', 'lr', 'container.cpu'], shown: ['loss', 'val_loss', 'accuracy'] },
    { names: ['reward', 'lr', 'container.memory'], shown: ['reward'] },
    { names: ['container.cpu', 'container.memory', 'gpu.0.memory'], shown: ['container.memory'] },
    { names: ['container.cpu'], shown: ['container.cpu'] },
    { names: [], shown: [] },
  ])('of $names are $shown', ({ names, shown }) => {
    expect(shownAtFirst(names)).toEqual(shown)
  })
})

describe('the panels of a chart', () => {
  it('are one for each metric, with the parts of a run and the runs in it', () => {
    const names = ['train_loss', 'val_loss', 'acc', 'events:loss', 'gpu.0.memory', 'gpu.1.memory']
    const runs = [runOf(names.map((name) => point(name, 1, 1))), runOf([point('val_loss', 1, 1)])]
    expect(panelsOf(names, runs).map(({ metric, curves }) => [metric, curves.length])).toEqual([
      ['loss', 3],
      ['acc', 1],
      ['events:loss', 1],
      ['gpu.memory', 2],
    ])
  })

  it('tell shares as such, told in percent or one by nature', () => {
    const shares = runOf([point('acc', 1, 0.9), point('val_f1', 1, 0.4), point('loss', 1, 0.4), point('miou', 1, 71)])
    const told = [...shares.snapshot.series.values()].filter((series) => isShare(series)).map(({ name }) => name)
    expect(told).toEqual(['acc', 'val_f1'])
  })

  it('have exact sums where they are told, and else those of the points', () => {
    const end = { value: 7, lineIndex: 9 }
    const summary = { series: 'loss', unit: 'number', count: 99, first: end, last: end, min: end, max: end } as const
    const run = runOf([point('loss', 1, 3), point('loss', 2, 1), point('loss', 3, 2)])
    const own = summaryOf(onlyCurve(run).series)
    expect(own).toMatchObject({
      count: 3,
      first: { value: 3 },
      last: { value: 2 },
      min: { value: 1 },
      max: { value: 3 },
    })
    const told = runOf([
      point('loss', 1, 3),
      { type: 'summary', summary: { ...summary, notFinite: 0, notFiniteLine: null } },
    ])
    expect(summaryOf(onlyCurve(told).series)).toMatchObject({ count: 99, last: end })
  })

  it('never lose the first, the lowest, the highest and the last point of a curve', () => {
    const run = runOf(
      Array.from({ length: 100_000 }, (_, at) => point('loss', at, at === 50_001 ? -9 : at === 70_003 ? 9 : 0)),
    )
    const { points } = onlyCurve(run).series
    expect(points.length).toBeLessThanOrEqual(20_000)
    expect([points[0]?.at, points.at(-1)?.at]).toEqual([0, 99_999])
    expect(points.map(({ value }) => value)).toEqual(expect.arrayContaining([-9, 9]))
  })
})

describe('the axis under a chart', () => {
  const run = runOf(
    [
      point('loss', 1000, 3, { step: 10, epoch: 1 }),
      { type: 'not-finite', series: 'loss', unit: 'number', at: 1500, kind: 'nan', lineIndex: 2, step: 20, epoch: 1 },
      point('loss', 2000, 2, { step: 30, epoch: 2 }),
      point('loss', 2000, 1, { step: 30, epoch: 2 }),
    ],
    [1, 2].map((value) => ({ type: 'landmark', kind: 'epoch', at: value * 1000, value, total: 2, lineIndex: value })),
  )
  const curve = onlyCurve(run)

  it('is of steps and epochs where lines say them, and of time since the first number', () => {
    expect(axesOf([curve])).toEqual(['step', 'epoch', 'time'])
    expect(axesOf([onlyCurve(runOf([point('loss', 1, 1)]))])).toEqual(['time'])
    expect(placeCurve(curve, 'step')).toMatchObject({ x: [10, 20, 30], y: [3, null, 1], notFinite: [20] })
    expect(placeCurve(curve, 'time')).toMatchObject({ x: [0, 0.5, 1, 1.0001], y: [3, null, 2, 1] })
    expect(placeCurve(onlyCurve(runOf([point('loss', 1, 1)])), 'step').x).toEqual([])
  })

  it('has lines where epochs begin', () => {
    expect(epochsOn(curve, 'step')).toEqual([10, 30])
    expect(epochsOn(curve, 'epoch')).toEqual([1, 2])
    expect(epochsOn(curve, 'time')).toEqual([0, 1])
  })

  it('finds the nearest point', () => {
    expect([-5, 14, 16, 99].map((wanted) => nearest([10, 20, 30], wanted))).toEqual([0, 0, 1, 2])
  })

  it('smooths without a pull towards zero, and over gaps', () => {
    expect(smoothed([4, 4, null, 4], 0.9).map((value) => value?.toFixed(6))).toEqual([
      '4.000000',
      '4.000000',
      undefined,
      '4.000000',
    ])
  })

  it('is exported with every kept point, NaN by its name', () => {
    expect(asCsv({ metric: 'loss', curves: [curve] }, 1000).split('\r\n')).toEqual([
      'run,series,step,epoch,seconds,value',
      'a,loss,10,1,0,3',
      'a,loss,20,1,0.5,nan',
      'a,loss,30,2,1,2',
      'a,loss,30,2,1,1',
      '',
    ])
  })
})
