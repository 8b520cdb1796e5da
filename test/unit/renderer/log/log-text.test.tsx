import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { createLineSplitter } from '../../../../electron/core/logs/lines.ts'
import { parseAnsi, plainStyle } from '../../../../renderer/features/log/ansi.ts'
import { LogText } from '../../../../renderer/features/log/log-text.tsx'
import { visibleText } from '../../../../shared/log/visible-text.ts'

const escape = '\u001b'
const piece = fc.constantFrom(
  ...[escape, '[', ']', ';', ':', 'm', '0', '1', '3', '38', '48', '5', '2', '255', '8', '\\', '\u0007', '\u009b'],
  ...['<b>', '<script>', '&lt;', '"', "'", 'https://a.b', '\u202e', '\u2066', '\u0000', '训练', '😀', 'x', ' ', '\t'],
)
const hostile = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(''))
const anyText = fc
  .array(fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff })), { maxLength: 40 })
  .map((codes) => String.fromCodePoint(...codes))
const matches = fc
  .array(fc.tuple(fc.nat(40), fc.nat(6)), { maxLength: 4 })
  .map((all) =>
    all.sort(([one], [other]) => one - other).map(([from, length]): [number, number] => [from, from + length]),
  )

describe('parseAnsi', () => {
  it.each([
    [
      `${escape}[31mred${escape}[0m plain`,
      [
        ['red', { color: 1 }],
        [' plain', {}],
      ],
    ],
    [
      `${escape}[1;92mbold${escape}[22m not`,
      [
        ['bold', { color: 2, bold: true }],
        [' not', { color: 2 }],
      ],
    ],
    [`${escape}[38;5;196mred`, [['red', { color: 1 }]]],
    [`${escape}[38;2;10;10;240mblue`, [['blue', { color: 4 }]]],
    [`${escape}[38:2::250:180:20mamber`, [['amber', { color: 3 }]]],
    [`${escape}[48;5;21;4mboth`, [['both', { background: 4, underline: true }]]],
    [`${escape}[38;5mcut`, [['cut', {}]]],
    [`${escape}[999mnone`, [['none', {}]]],
    [`${escape}[2Kcleared`, [['cleared', {}]]],
  ])('reads %j', (line, pieces) => {
    expect(parseAnsi(line)).toEqual(
      pieces.map(([text, style]) => ({ text, style: { ...plainStyle, ...(style as object) } })),
    )
  })

  it('gives exactly the visible text', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, anyText), (line) => {
        expect(
          parseAnsi(line)
            .map(({ text }) => text)
            .join(''),
        ).toBe(visibleText(line))
      }),
    )
  })
})

describe('LogText', () => {
  const markup = (line: string, found: [number, number][]): string =>
    renderToStaticMarkup(<LogText text={line} matches={found} isCurrent={false} />)

  it('marks what was found, across colours', () => {
    expect(markup(`a${escape}[31mbc${escape}[0md`, [[0, 2]])).toBe(
      '<span class="log-found">a</span><span class="ansi-1 log-found">b</span><span class="ansi-1">c</span><span>d</span>',
    )
  })

  it('makes nothing but spans of text of any bytes', () => {
    const bytes = fc.oneof(
      hostile.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 200 }),
    )
    fc.assert(
      fc.property(bytes, matches, (all, found) => {
        const splitter = createLineSplitter()
        for (const line of [...splitter.push(all), ...splitter.end()]) {
          const made = markup(line, found)
          const tags = made.match(/<[^>]*>/g) ?? []
          expect(tags.filter((tag) => !/^<(?:\/span|span(?: class="[a-z0-9 -]*")?)>$/.test(tag))).toEqual([])
          const text = made
            .replace(/<[^>]*>/g, '')
            .replaceAll('&lt;', '<')
            .replaceAll('&gt;', '>')
          const decoded = text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
          expect(decoded).toBe(visibleText(line))
        }
      }),
    )
  })
})
