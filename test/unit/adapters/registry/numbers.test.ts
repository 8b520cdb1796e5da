import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRange, parseRetryAfter, receivedBytes } from '../../../../electron/adapters/registry/numbers.ts'

const byte = fc.nat({ max: Number.MAX_SAFE_INTEGER })

describe('a range', () => {
  it('is read with and without its unit and its total', () => {
    const unit = fc.constantFrom('', 'bytes=', 'bytes ', 'Bytes=')
    const total = fc.constantFrom('', '/*', '/123')
    fc.assert(
      fc.property(byte, byte, unit, total, (one, other, before, after) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)]
        expect(parseRange(`${before}${first}-${last}${after}`)).toEqual({ first, last })
      }),
    )
  })

  it('is nothing else', () => {
    for (const text of ['', '5', '-5', '5-', '9-3', 'a-b', '0-99999999999999999999', '0-1-2']) {
      expect(parseRange(text)).toBeNull()
    }
  })

  it('never fails', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRange(text)))
  })
})

describe('what a registry has received', () => {
  it('is one more than the last byte it names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 50 }), (sizeBytes) => {
        expect(receivedBytes(`0-${sizeBytes - 1}`)).toBe(sizeBytes)
      }),
    )
  })

  it('is nothing where registries say so, and unknown where they say nothing', () => {
    expect(receivedBytes('0-0')).toBe(0)
    expect(receivedBytes('bytes=0-9')).toBe(10)
    expect(receivedBytes('5-9')).toBeNull()
    expect(receivedBytes(null)).toBeNull()
    expect(receivedBytes('all of it')).toBeNull()
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0)

  it('is a number of seconds', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), (seconds) => {
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds * 1000)
      }),
    )
  })

  it('is a date, never before now', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (seconds) => {
        const header = new Date(now + seconds * 1000).toUTCString()
        expect(parseRetryAfter(header, now)).toBe(Math.max(0, seconds * 1000))
      }),
    )
  })

  it('is not there, or makes no sense', () => {
    for (const header of [null, '', 'soon', '-1', '1.5']) expect(parseRetryAfter(header, now)).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => void parseRetryAfter(text, now)))
  })
})
