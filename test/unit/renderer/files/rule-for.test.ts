import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactPattern, rulesFor } from '../../../../renderer/features/files/rule-for.ts'
import { parseIgnorePattern } from '../../../../shared/uaitrain/ignore-pattern.ts'

const part = fc
  .string({
    unit: fc.constantFrom('a', 'b', ' ', '.', '*', '?', '[', ']', '^', '!', '#', '\\', '-', '中'),
    minLength: 1,
    maxLength: 8,
  })
  .filter((name) => name !== '.' && name !== '..')
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

describe('the rule for one path', () => {
  it('leaves out that path', () => {
    fc.assert(
      fc.property(path, (one) => {
        const pattern = parseIgnorePattern(exactPattern(one))
        expect(pattern?.isException).toBe(false)
        expect(pattern?.matches(one)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('leaves out no other', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        fc.pre(one !== other)
        expect(parseIgnorePattern(exactPattern(one))?.matches(other)).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  it('brings it back as an exception', () => {
    fc.assert(
      fc.property(path, (one) => {
        const pattern = parseIgnorePattern(`!${exactPattern(one)}`)
        expect(pattern?.isException).toBe(true)
        expect(pattern?.matches(one)).toBe(true)
      }),
    )
  })
})

describe('the rules that are offered', () => {
  it('are for the file, its kind and its folder', () => {
    expect(rulesFor({ path: 'weights/best.pt', kind: 'file' })).toEqual([
      { kind: 'this', pattern: 'weights/best.pt', subject: 'best.pt' },
      { kind: 'extension', pattern: '**/*.pt', subject: '*.pt' },
      { kind: 'folder', pattern: 'weights', subject: 'weights/' },
    ])
  })

  it('name nothing that is not there', () => {
    expect(rulesFor({ path: '.env', kind: 'file' }).map(({ kind }) => kind)).toEqual(['this'])
    expect(rulesFor({ path: 'a/b.c', kind: 'folder' }).map(({ kind }) => kind)).toEqual(['this', 'folder'])
  })
})
