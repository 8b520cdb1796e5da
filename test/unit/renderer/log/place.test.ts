import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  end,
  fractionsOf,
  moveBy,
  placeAt,
  rowHeight,
  topOf,
  topOfEnd,
  type Place,
  type Sight,
} from '../../../../renderer/features/log/place.ts'
import { wrappedLines } from '../../../../renderer/features/log/row-lines.ts'

const heights = [rowHeight, rowHeight * 3, rowHeight * 2]
const sight = fc.record({
  rowCount: fc.nat(3000),
  height: fc.integer({ min: 40, max: 1000 }),
  heightOf: fc.constantFrom<Sight['heightOf']>(null, (row) => heights[row % 3] ?? rowHeight),
})

function pixelsOf({ row, offset }: { row: number; offset: number }, { heightOf }: Sight): number {
  let pixels = offset
  for (let above = 0; above < row; above++) pixels += heightOf === null ? rowHeight : heightOf(above)
  return pixels
}

describe('places of a log', () => {
  it('move by pixels, and stop at both ends', () => {
    fc.assert(
      fc.property(sight, fc.array(fc.integer({ min: -2000, max: 2000 }), { maxLength: 12 }), (seen, moves) => {
        const last = pixelsOf(topOfEnd(seen), seen)
        let place: Place = end
        let expected = last
        for (const move of moves) {
          place = moveBy(place, move, seen)
          expected = Math.min(last, Math.max(0, expected + move))
          expect(pixelsOf(topOf(place, seen), seen)).toBe(expected)
          if (place.kind === 'end') expect(expected).toBe(last)
        }
      }),
    )
  })

  it('follow the end only when it is moved to', () => {
    const seen: Sight = { rowCount: 100, height: 180, heightOf: null }
    expect(moveBy(end, -1, seen)).toEqual({ kind: 'row', row: 89, offset: 17 })
    expect(moveBy({ kind: 'row', row: 89, offset: 17 }, 1, seen)).toEqual(end)
    expect(topOf({ kind: 'row', row: 95, offset: 0 }, seen)).toEqual({ row: 90, offset: 0 })
    expect(moveBy({ kind: 'row', row: 3, offset: 0 }, -1e9, seen)).toEqual({ kind: 'row', row: 0, offset: 0 })
  })

  it('stand on the scroll bar of a log of a hundred million lines', () => {
    const seen: Sight = { rowCount: 100_000_000, height: 540, heightOf: null }
    const place = placeAt(0.5, seen)
    expect(place).toMatchObject({ kind: 'row', row: 49_999_985 })
    expect(fractionsOf(place, seen).start).toBeCloseTo(0.5, 9)
    expect(moveBy(place, rowHeight * 3, seen)).toMatchObject({ row: 49_999_988 })
    expect(placeAt(1, seen)).toEqual(end)
    expect(fractionsOf(end, seen).start).toBe(1)
  })

  it('show all of a log that fits', () => {
    const seen: Sight = { rowCount: 3, height: 540, heightOf: null }
    expect(fractionsOf(end, seen)).toEqual({ start: 0, size: 1 })
    expect(topOf(end, seen)).toEqual({ row: 0, offset: 0 })
  })
})

describe('wrappedLines', () => {
  it.each([
    ['', 10, 1],
    ['0123456789', 10, 1],
    ['0123456789a', 10, 2],
    ['训练完成了', 10, 1],
    ['训练完成了！', 10, 2],
    ['x', 0, 1],
  ])('of %j in %i columns', (text, columns, lines) => {
    expect(wrappedLines(text, columns)).toBe(lines)
  })
})
