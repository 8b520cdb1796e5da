import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlain } from '../../../../electron/core/logs/plain-bytes.ts'
import { hasSpecial, visibleText } from '../../../../shared/log/visible-text.ts'

/** Mostly printable bytes, so that a single one that is not has to be found among them. */
const bytes = fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) }, fc.nat(255)), {
  maxLength: 40,
})

describe('plain bytes', () => {
  it('are ASCII that is shown as it is, wherever they begin in memory', () => {
    fc.assert(
      fc.property(bytes, fc.nat(7), (list, offset) => {
        const piece = new Uint8Array(offset + list.length).subarray(offset)
        piece.set(list)
        const text = Buffer.from(piece).toString('latin1')
        const isAscii = list.every((byte) => byte < 0x80)
        expect(isPlain(piece)).toBe(isAscii && !hasSpecial(text))
        if (isPlain(piece)) expect(visibleText(Buffer.from(piece).toString())).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('are told from each other one by one', () => {
    const plain = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
      isPlain(Uint8Array.of(65, 66, byte, 67)),
    )
    const printable = Array.from({ length: 0x7f - 0x20 }, (_, at) => 0x20 + at)
    expect(plain).toEqual([9, 10, ...printable])
  })
})
