import fc from 'fast-check'
import { expect, it } from 'vitest'
import { squarify, type Box } from '../../../../renderer/features/files/treemap-layout.ts'

const side = fc.double({ min: 1, max: 2000, noNaN: true })
const box = fc.record({ x: fc.constant(3), y: fc.constant(7), width: side, height: side })
const values = fc
  .array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 })
  .map((all) => all.toSorted((a, b) => b - a))

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

it('gives every value its share of the area', () => {
  fc.assert(
    fc.property(values, box, (all, whole) => {
      const sum = all.reduce((total, value) => total + value, 0)
      const area = whole.width * whole.height
      squarify(all, whole).forEach((part, index) => {
        const share = (part.width * part.height) / area
        expect(share).toBeCloseTo((all[index] ?? 0) / sum, 6)
      })
    }),
  )
})

it('keeps all parts inside, and apart from each other', () => {
  fc.assert(
    fc.property(values, box, (all, whole) => {
      const parts = squarify(all, whole)
      const slack = 1e-6 * Math.max(whole.width, whole.height)
      for (const [index, part] of parts.entries()) {
        expect(part.x).toBeGreaterThanOrEqual(whole.x - slack)
        expect(part.y).toBeGreaterThanOrEqual(whole.y - slack)
        expect(part.x + part.width).toBeLessThanOrEqual(whole.x + whole.width + slack)
        expect(part.y + part.height).toBeLessThanOrEqual(whole.y + whole.height + slack)
        for (const other of parts.slice(index + 1)) {
          expect(overlap(part, other)).toBeLessThan(1e-6 * whole.width * whole.height)
        }
      }
    }),
    { numRuns: 50 },
  )
})

it('makes equal values nearly square', () => {
  for (const { width, height } of squarify(new Array<number>(12).fill(1), { x: 0, y: 0, width: 400, height: 300 })) {
    expect(Math.max(width / height, height / width)).toBeLessThan(1.5)
  }
})

it('has nothing to show of nothing', () => {
  expect(squarify([], { x: 0, y: 0, width: 10, height: 10 })).toEqual([])
  expect(squarify([0, 0], { x: 0, y: 0, width: 10, height: 10 })).toMatchObject([{ width: 0 }, { width: 0 }])
  expect(squarify([4], { x: 0, y: 0, width: 0, height: 10 })).toMatchObject([{ width: 0 }])
})
