import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateSize } from '../../../shared/ipc/size.ts'

const limitBytes = 1_000_000
const over = (value: unknown): boolean => estimateSize(value, limitBytes) > limitBytes

describe('the size of a message', () => {
  it('is at least that of its texts, however deep they lie', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        let textLength = 0
        JSON.stringify(value, (key, part: unknown) => {
          textLength += key.length === 0 || /^\d+$/.test(key) ? 0 : key.length
          textLength += typeof part === 'string' ? part.length : 0
          return part
        })
        expect(estimateSize(value, Infinity)).toBeGreaterThanOrEqual(textLength)
      }),
    )
  })

  it.each([
    ['text', 'x'.repeat(limitBytes)],
    ['bytes', new Uint8Array(limitBytes)],
    ['a buffer', new ArrayBuffer(limitBytes)],
    ['many numbers', Array.from({ length: limitBytes / 8 }, () => 0)],
    ['a long key', { ['k'.repeat(limitBytes)]: 1 }],
    ['a map', new Map([[1, 'x'.repeat(limitBytes)]])],
    ['the key of a map', new Map([['x'.repeat(limitBytes), 1]])],
    ['a set', new Set(['x'.repeat(limitBytes)])],
    ['a sparse array', Array(4_000_000_000)],
    ['a large number', 1n << BigInt(4 * limitBytes)],
  ])('passes the limit for %s', (_what, value) => {
    expect(over({ nested: [value] })).toBe(true)
  })

  it('passes the limit for a value that holds itself', () => {
    const value: { self?: unknown } = {}
    value.self = [value, value]
    expect(over(value)).toBe(true)
  })

  it('does not overflow the stack for a deep value', () => {
    let value: unknown = 0
    for (let depth = 0; depth < 50_000; depth += 1) value = [value]
    expect(over(value)).toBe(false)
  })

  it('is small for a small message', () => {
    expect(estimateSize({ type: 'call', id: 1, name: 'jobs.list' }, limitBytes)).toBeLessThan(100)
  })
})
