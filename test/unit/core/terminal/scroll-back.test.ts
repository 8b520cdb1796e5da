import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScrollBack } from '../../../../electron/core/terminal/scroll-back.ts'

const text = (scrollBack: ScrollBack): string => Buffer.from(scrollBack.content()).toString('latin1')

describe('what a terminal has shown', () => {
  it('is its end, never more than the limit, whatever the pieces', () => {
    const pieces = fc.array(fc.stringMatching(/^[ab\n]{0,40}$/), { maxLength: 30 })
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 60 }), (written, limit) => {
        const scrollBack = new ScrollBack(limit)
        for (const piece of written) scrollBack.push(Buffer.from(piece))
        expect(scrollBack.sizeBytes).toBeLessThanOrEqual(limit)
        expect(text(scrollBack)).toHaveLength(scrollBack.sizeBytes)
        expect(written.join('').endsWith(text(scrollBack))).toBe(true)
      }),
    )
  })

  it('is forgotten in whole lines', () => {
    const scrollBack = new ScrollBack(10)
    scrollBack.push(Buffer.from('one\ntwo\nthree\nfour\n'))
    expect(text(scrollBack)).toBe('four\n')
    scrollBack.push(Buffer.from('five\n'))
    expect(text(scrollBack)).toBe('four\nfive\n')
  })

  it('is cut anywhere where there is no line', () => {
    const scrollBack = new ScrollBack(4)
    scrollBack.push(Buffer.from('abcdefgh'))
    expect(text(scrollBack)).toBe('efgh')
  })
})
