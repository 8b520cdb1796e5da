import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ChunkSize } from '../../../../electron/adapters/registry/chunk-size.ts'

const mebibyte = 1024 * 1024

it('grows with the speed of the connection, within limits', () => {
  const size = new ChunkSize()
  expect(size.bytes).toBe(8 * mebibyte)
  size.measured({ sentBytes: 8 * mebibyte, tookMs: 2_000 })
  expect(size.bytes).toBe(16 * mebibyte)
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (sentBytes, tookMs) => {
      size.measured({ sentBytes, tookMs })
      expect(size.bytes).toBeGreaterThanOrEqual(8 * mebibyte)
      expect(size.bytes).toBeLessThanOrEqual(32 * mebibyte)
    }),
  )
})

it('falls after what was too much, and comes back with time', () => {
  let now = 0
  const size = new ChunkSize({ now: () => now })
  expect(size.reduce(8 * mebibyte)).toBe(true)
  expect([size.bytes, size.isReduced]).toEqual([2 * mebibyte, true])
  expect(size.reduce(2 * mebibyte)).toBe(true)
  expect(size.bytes).toBe(mebibyte / 2)
  now = 60_000
  expect(size.bytes).toBe(mebibyte)
  now = 5 * 60_000
  expect([size.bytes, size.isReduced]).toEqual([8 * mebibyte, false])
})

it('does not fall below what one can still work with, nor below what the registry demands', () => {
  const size = new ChunkSize()
  size.reduce(64 * 1024)
  expect(size.bytes).toBe(32 * 1024)
  expect(size.reduce(32 * 1024)).toBe(false)
  size.demand(5 * mebibyte)
  expect(size.bytes).toBe(5 * mebibyte)
})
