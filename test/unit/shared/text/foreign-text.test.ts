import fc from 'fast-check'
import { expect, it } from 'vitest'
import en from '../../../../renderer/i18n/en.json'
import chinese from '../../../../renderer/i18n/zh-CN.json'
import { createTexts } from '../../../../renderer/i18n/i18n.ts'
import { foreignText, jsonLine } from '../../../../shared/text/foreign-text.ts'
import { quoteWord } from '../../../../shared/uaitrain/shell-words.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 200 })
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2060-\u206f\ufeff]|\p{Bidi_Control}/u

it.each([
  ['\x1b]52;c;cm0=\x07', String.raw`\x1b]52;c;cm0=\x07`],
  ['\x9b31m', String.raw`\x9b31m`],
  ['a\rb\x7f', String.raw`a\x0db\x7f`],
  ['gpj.\u202Eexe', 'gpj.U+202Eexe'],
  ['ad\u200Bmin\uFEFF', 'adU+200BminU+FEFF'],
  ['\u{1F468}\u200D\u{1F469}', '\u{1F468}U+200D\u{1F469}'],
  ['\u{E0041}', 'U+E0041'],
  ['训练 é\t☃️\n', '训练 é\t☃️\n'],
])('shows %j as %j', (text, shown) => {
  expect(foreignText(text)).toBe(shown)
})

it('leaves nothing that a terminal obeys or nobody sees, and stays as it is when it is done again', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = foreignText(text)
      expect(shown).not.toMatch(unseen)
      expect(foreignText(shown)).toBe(shown)
    }),
    { numRuns: 2000 },
  )
})

it('is told in JSON that reads the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const line = jsonLine({ [text]: [text] })
      expect(JSON.parse(line)).toEqual({ [text]: [text] })
      expect(foreignText(line)).toBe(line)
    }),
  )
})

it('is spelled in commands', () => {
  expect(quoteWord('a\u202Eb')).toBe(String.raw`'a'$'\xe2\x80\xae''b'`)
  fc.assert(fc.property(anyText, (text) => foreignText(quoteWord(text)) === quoteWord(text)))
})

it("changes none of the app's own words", () => {
  for (const own of [en, chinese]) {
    const words = JSON.stringify(own)
    expect(foreignText(words)).toBe(words)
  }
})

it('is what the window fills into its words', () => {
  const texts = createTexts('en')
  expect(texts.t('open.importTitle', { name: '<a> & \u202Eb\x1b' })).toBe(
    String.raw`Open the project “<a> & U+202Eb\x1b”?`,
  )
})
