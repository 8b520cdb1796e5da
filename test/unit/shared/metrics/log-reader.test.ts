import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogReader, type ReadPoint } from '../../../../shared/metrics/log-reader.ts'

function readAll(lines: readonly string[]): ReadPoint[] {
  const reader = new LogReader()
  return lines.flatMap((text, index) => reader.read({ index, at: index, text }).points)
}

describe('the numbers of a training’s lines', () => {
  it('are found in every way of writing them', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(?:[_/][a-z]{1,8})?$/).map((text) => `q${text}x_loss`)
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => Number(one.toPrecision(6)))
    const forms = [
      (key: string, text: string) => `${key}: ${text}`,
      (key: string, text: string) => `step 3 | ${key}=${text} | done`,
      (key: string, text: string) => `{"${key}": ${text}}`,
      (key: string, text: string) => `${key} = ${text}, other`,
      (key: string, text: string) => `step 3 ${key} ${text}`,
      (key: string, text: string) => `${key}：${text}，`,
    ]
    fc.assert(
      fc.property(name, value, fc.constantFrom(...forms), (key, one, write) => {
        const values = readAll([write(key, String(one))]).filter(({ series }) => series === key.replace('/', '_'))
        expect(values.map((point) => point.value)).toEqual([one])
      }),
    )
  })

  it('are named and numbers, whatever the lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 5 }), (lines) => {
        for (const { series, value } of readAll(lines)) {
          expect(series).toMatch(/^\p{L}[\p{L}\p{N}@_]*$/u)
          expect(typeof value).toBe('number')
        }
      }),
    )
  })

  it('take no longer in a hostile line than in any other', () => {
    const startedAt = performance.now()
    readAll([
      ...['a'.repeat(1_000_000), 'loss:'.repeat(200_000), `${'1'.repeat(500_000)} `, '1 '.repeat(2000)],
      ...['( '.repeat(2000), '1,'.repeat(2000), '[1/2'.repeat(1000), '|'.repeat(4000), `${' '.repeat(4000)}1`],
    ])
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('know their step over all epochs, where a program counts anew in each', () => {
    const lines = [0, 1, 2].flatMap((epoch) => [0, 50, 99].map((step) => `Epoch: [${epoch}][${step}/100] loss 0.5`))
    expect(readAll(lines).map(({ step, epoch }) => [epoch, step])).toEqual([
      ...[
        [0, 0],
        [0, 50],
        [0, 99],
      ],
      ...[
        [1, 100],
        [1, 150],
        [1, 199],
      ],
      ...[
        [2, 200],
        [2, 250],
        [2, 299],
      ],
    ])
  })

  it('know the step and the epoch that were told before them', () => {
    expect(
      readAll(['epoch 2 step 30 loss 1.5', 'val_loss: 1.25', '{"loss": 1, "step": 40, "epoch": 2.5}']),
    ).toMatchObject([
      { series: 'loss', step: 30, epoch: 2, line: 0 },
      { series: 'val_loss', step: 30, epoch: 2, line: 1 },
      { series: 'loss', step: 40, epoch: 2.5, line: 2 },
    ])
  })

  it('of a name that nobody knows are a curve once there is a second value, with the first', () => {
    expect(readAll(['gain: 3 units', 'nothing', 'gain: 4 units'])).toMatchObject([
      { series: 'gain', value: 3, line: 0 },
      { series: 'gain', value: 4, line: 2 },
    ])
  })

  it('never make endless curves', () => {
    const names = new Set(
      readAll(Array.from({ length: 5000 }, (_, index) => `m${index}_loss: 1`)).map(({ series }) => series),
    )
    expect(names.size).toBe(200)
  })
})
