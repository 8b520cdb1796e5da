import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { doubleQuote, parseShellWords, quoteWord, quoteWords } from '../../../shared/uaitrain/shell-words.ts'

function words(text: string): string[] | null {
  return parseShellWords(text)?.map(({ value }) => value) ?? null
}

describe('parseShellWords', () => {
  it.each([
    ['', []],
    ['  a  b\tc ', ['a', 'b', 'c']],
    [`'a b'"c d"e`, ['a bc de']],
    [`"" ''`, ['', '']],
    [String.raw`a\ b \$x "\$x" '\$x' "\a"`, ['a b', '$x', '$x', String.raw`\$x`, String.raw`\a`]],
    ['$HOME `id` ~ *', ['$HOME', '`id`', '~', '*']],
  ])('splits %j', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([`'a`, `"a`, String.raw`"a\"`, 'a\\'])('finds %j open', (text) => {
    expect(words(text)).toBeNull()
  })
})

describe('quoteWord', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\0', ''))

  it('is read back as it was, by bash', () => {
    const values = fc.sample(text.filter(isWellFormed), 600)
    const script = `printf '%s\\0' ${values.map(quoteWord).join(' ')}`
    const printed = execFileSync('/bin/bash', { input: script, encoding: 'utf8' })
    expect(printed.split('\0').slice(0, -1)).toEqual(values)
  })

  it('is read back as it was, by ourselves', () => {
    fc.assert(
      fc.property(fc.array(text.filter(isWellFormed), { minLength: 1, maxLength: 20 }), (values) => {
        expect(words(values.map(quoteWord).join(' '))).toEqual(values)
      }),
    )
  })

  it('leaves plain words alone', () => {
    expect(quoteWord('--lr=0.1,a:b/c@d+e%f_g')).toBe('--lr=0.1,a:b/c@d+e%f_g')
  })
})

describe('quoteWords', () => {
  it('changes nothing where all is plain', () => {
    const plain = fc.stringMatching(/^[ A-Za-z0-9_@%+=:,./-]*$/)
    fc.assert(fc.property(plain, (text) => quoteWords(text) === text))
  })

  it('gives the same words again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(words(text) !== null)
        expect(words(quoteWords(text))).toEqual(words(text))
      }),
    )
  })
})

it('doubleQuote escapes what bash would expand', () => {
  expect(doubleQuote('a "b" $c `d` \\ e!')).toBe(`"a \\"b\\" \\$c \\\`d\\\` \\\\ e"'!'""`)
})

function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text
}
