import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LogReader } from '../../../../shared/metrics/log-reader.ts'

/** Lines of real training logs, and what they say. */
const Case = z.strictObject({
  lines: z.array(z.string()),
  /** The last value of each of these series. */
  last: z.record(z.string(), z.number()),
  epoch: z.number().optional(),
  notFinite: z.array(z.string()).optional(),
  /** No series, whatever else comes out. */
  never: z.array(z.string()).optional(),
  /** Nothing else comes out. */
  only: z.literal(true).optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  note: z.string().optional(),
})

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'cases')

describe.each(['logs.jsonl', 'more-logs.jsonl'])('the numbers of %s', (file) => {
  const cases = readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Case.parse(JSON.parse(line)))

  it.each(cases)('$lines', ({ lines, last, epoch, notFinite = [], never = [], only, settings = {} }) => {
    const reader = new LogReader()
    const values = new Map<string, number>()
    const broken = new Set<string>()
    const told = new Map<string, unknown>()
    let newestEpoch: number | undefined
    for (const [index, text] of lines.entries()) {
      const reading = reader.read({ index, at: index, text })
      newestEpoch = reading.epoch?.value ?? newestEpoch
      for (const [name, value] of reading.settings) told.set(name, value)
      for (const { series, value } of reading.points) {
        if (Number.isFinite(value)) values.set(series, value)
        else broken.add(series)
      }
    }
    const found = Object.fromEntries(values)
    expect(found).toMatchObject(
      Object.fromEntries(Object.entries(last).map(([name, value]) => [name, expect.closeTo(value, 9)])),
    )
    if (only === true) expect(Object.keys(found).toSorted()).toEqual(Object.keys(last).toSorted())
    for (const name of never) expect([...values.keys(), ...broken]).not.toContain(name)
    expect([...broken]).toEqual(notFinite)
    if (epoch !== undefined) expect(newestEpoch).toBe(epoch)
    expect(Object.fromEntries(told)).toMatchObject(settings)
  })
})
