import { describe, expect, it } from 'vitest'
import { summariseLog } from '../../../../../electron/core/runs/metrics/summarise-log.ts'

describe('what the numbers of a log come to', () => {
  it('is exact over 40 000 lines and 200 epochs', async () => {
    const loss = (line: number): number => Math.round(1e4 * (2 + Math.sin(line / 500))) / 1e4
    const lines = Array.from({ length: 40_000 }, (_, line) => {
      return `Epoch ${Math.floor(line / 200) + 1}/200 step ${line} loss: ${loss(line)}`
    })
    const values = lines.map((_, line) => loss(line))
    const at = (value: number): { value: number; lineIndex: number } => ({ value, lineIndex: values.indexOf(value) })
    const { series, epochs } = await summariseLog(lines)
    expect(epochs).toEqual({ last: 200, total: 200 })
    expect(series).toEqual([
      {
        ...{ series: 'loss', unit: 'number', count: 40_000, notFinite: 0, notFiniteLine: null },
        first: { value: loss(0), lineIndex: 0 },
        last: { value: loss(39_999), lineIndex: 39_999 },
        min: at(values.reduce((least, value) => Math.min(least, value))),
        max: at(values.reduce((most, value) => Math.max(most, value))),
      },
    ])
  }, 120_000)

  it('tells NaN and infinities once, with their first line, and settings by their own names', async () => {
    const lines = ['batch_size: 8', 'step 1 loss 1.5 acc 50%', 'step 2 loss nan acc 60%', 'step 3 loss inf acc 55%']
    const { series, settings, epochs } = await summariseLog(lines)
    expect(epochs).toBeNull()
    expect([...settings]).toEqual([['batch_size', 8]])
    expect(series).toMatchObject([
      { series: 'loss', unit: 'number', count: 1, last: { value: 1.5 }, notFinite: 2, notFiniteLine: 2 },
      { series: 'acc', unit: 'share', count: 3, max: { value: 0.6, lineIndex: 2 }, notFinite: 0 },
    ])
  })
})
