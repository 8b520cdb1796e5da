import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasSpecial, visibleText } from '../../../../shared/log/visible-text.ts'

describe('visibleText', () => {
  it.each([
    ['\u001b[32mok\u001b[0m', 'ok'],
    ['\u001b[1;38;5;208mwarm\u001b[m', 'warm'],
    ['\u001b[38:2::255:0:0mred\u001b[m', 'red'],
    ['\u001b[2K\u001b[1Aagain', 'again'],
    ['\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007', 'link'],
    ['\u001b]0;title\u001b\\text', 'text'],
    ['\u001bPq#0;1\u001b\\after', 'after'],
    ['\u001b(Bplain', 'plain'],
    ['cut\u001b[38;5', 'cut'],
    ['cut\u001b', 'cut'],
    ['a\tb\u0007\u0000c\u007f', 'a\tb␇␀c␡'],
    ['\u009b31mred', '␦31mred'],
    ['abc\u202etxt.exe', 'abc␦txt.exe'],
    ['\u2066\ufeff\u200b', '␦␦␦'],
    ['👩\u200d🔬 می\u200cخواهم', '👩\u200d🔬 می\u200cخواهم'],
    ['[32m is text', '[32m is text'],
    ['<img src=x onerror=alert(1)> &amp;', '<img src=x onerror=alert(1)> &amp;'],
    ['损失 0.31', '损失 0.31'],
  ])('shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  const piece = fc.constantFrom(
    '\u001b',
    '[',
    ']',
    ';',
    'm',
    '3',
    '\\',
    '\u0007',
    '\u0000',
    '\u202e',
    '\u0085',
    'P',
    'x',
  )

  const anyText = fc
    .array(fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff })), { maxLength: 40 })
    .map((codes) => String.fromCodePoint(...codes))

  it('never leaves a character that cannot be seen', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: piece }), anyText), (text) => {
        expect(hasSpecial(visibleText(text))).toBe(false)
      }),
    )
  })
})
