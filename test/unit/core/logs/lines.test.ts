import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineSplitter } from '../../../../electron/core/logs/lines.ts'

function linesOf(chunks: readonly Uint8Array[], maxLength?: number): string[] {
  const splitter = createLineSplitter(maxLength)
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()]
}

function chunksOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
}

describe('line splitter', () => {
  it.each([
    ['lines', 'a\nb\n', ['a', 'b']],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['empty lines', '\n\na\n', ['', '', 'a']],
    ['Windows line ends', 'a\r\nb\r\n', ['a', 'b']],
    ['a progress bar', ' 1%\r50%\r100%\nend\n', ['100%', 'end']],
    ['a progress bar that is left open', '1%\r2%\r', ['2%']],
    ['a line blanked before its end', '100%\r\r\n', ['100%']],
    ['broken UTF-8', Uint8Array.of(0x61, 0xff, 0x62, 0x0a), ['a\ufffdb']],
    ['nothing', '', []],
  ])('reads %s', (_, text, lines) => {
    expect(linesOf([typeof text === 'string' ? Buffer.from(text) : text])).toEqual(lines)
  })

  const text = fc
    .array(fc.oneof(fc.constantFrom('\r', '\n', '\r\n', '训练', '😀', 'loss=0.1', 'x'), fc.string()))
    .map((parts) => parts.join(''))
  const bytes = fc.oneof(
    text.map((value) => Buffer.from(value)),
    fc.uint8Array({ maxLength: 200 }),
  )

  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat()), fc.integer({ min: 2, max: 40 }), (all, cuts, maxLength) => {
        expect(linesOf(chunksOf(all, cuts), maxLength)).toEqual(linesOf([all], maxLength))
      }),
    )
  })

  it('loses nothing of text without carriage returns, and breaks no character', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (value, maxLength) => {
        const plain = Buffer.from(value.replaceAll('\r', '')).toString()
        const lines = linesOf([Buffer.from(plain)], maxLength)
        expect(lines.join('')).toBe(plain.replaceAll('\n', ''))
        expect(lines.every((line) => line.length <= maxLength && Buffer.from(line).toString() === line)).toBe(true)
      }),
    )
  })

  it('keeps a line of megabytes whole, and cuts what is longer than eight', () => {
    const lines = linesOf([Buffer.from(`${'x'.repeat(5_000_000)}\n${'y'.repeat(9_000_000)}`)])
    expect(lines.map((line) => line.length)).toEqual([5_000_000, 8_388_608, 611_392])
  })

  it('shows the open line as a terminal would', () => {
    const splitter = createLineSplitter()
    expect(splitter.push(Buffer.from('plain'))).toEqual([])
    expect(splitter.live).toBe('plain')
    expect(splitter.push(Buffer.from('\n10%\r'))).toEqual(['plain'])
    expect(splitter.live).toBe('10%')
    expect(splitter.push(Buffer.from('20'))).toEqual([])
    expect(splitter.live).toBe('20')
    expect(splitter.push(Buffer.from('%\r\nnext\n'))).toEqual(['20%', 'next'])
    expect(splitter.live).toBe('')
    splitter.push(Buffer.from('z'.repeat(1_000_000)))
    expect(splitter.live).toHaveLength(2000)
  })
})
