import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IgnoreDecision, IgnoreRules } from '../../../../electron/core/context/dockerignore.ts'
import { parseIgnoreRules } from '../../../../electron/core/context/dockerignore.ts'

function isIgnored(rules: IgnoreRules, path: string): boolean {
  let decision: IgnoreDecision | null = null
  let folder = ''
  for (const part of path.split('/')) {
    folder = folder === '' ? part : `${folder}/${part}`
    decision = rules.decide(folder, decision)
  }
  return decision?.isIgnored === true
}

function ignores(rules: string, path: string): boolean {
  return isIgnored(parseIgnoreRules(rules), path)
}

describe('.dockerignore', () => {
  it.each([
    ['*.log', 'a.log', true],
    ['*.log', 'sub/a.log', false],
    ['**/*.log', 'sub/deep/a.log', true],
    ['**/*.log', 'a.log', true],
    ['/a', 'a', true],
    ['a/', 'a', true],
    ['a/', 'a/b/c', true],
    ['a', 'b/a', false],
    ['./a/../b', 'b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a*c', 'a/c', false],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[!a]x', '!x', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a.b', 'axb', false],
    ['**', 'any/thing', true],
    ['**.pyc', 'a/b.pyc', true],
    ['**.py?', 'a/b.pyc', false],
    ['a/**', 'a/b/c', true],
    ['**/*.log\n!logs', 'logs/a.log', true],
    ['*\n!logs', 'logs/a.log', false],
    ['a/**', 'a', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['数据-[一-鿿]*', '数据-集', true],
    ['# a', '# a', false],
    ['', 'a', false],
    ['.', 'a', false],
  ])('%j and %s: %s', (rules, path, expected) => {
    expect(ignores(rules, path)).toBe(expected)
  })

  it('has later lines win, exceptions too', () => {
    const rules = '\uFEFF# data\r\n*\r\n!train.py\n! lib/**\nlib/secret*\n'
    expect(['train.py', 'lib/a.py', 'other', 'lib/secret.txt'].map((path) => ignores(rules, path))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  it.each(['[a', '!', 'a\\', '[]a]', '[b-a]', '[-a]', 'a[^'])('refuses %j', (rules) => {
    expect(() => parseIgnoreRules(rules)).toThrow(SyntaxError)
  })

  it('knows its exceptions', () => {
    expect(parseIgnoreRules('a\n!b').hasExceptions).toBe(true)
    expect(parseIgnoreRules('a\n#!b').hasExceptions).toBe(false)
  })

  it('never has a file in an ignored folder without exceptions', () => {
    const path = fc.array(fc.stringMatching(/^[ab]{1,2}$/), { minLength: 1, maxLength: 4 })
    const pattern = fc.array(fc.stringMatching(/^(?:[ab*?]{1,2}|\*\*)$/), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), path, (patterns, parts) => {
        const rules = parseIgnoreRules(patterns.map((one) => one.join('/')).join('\n'))
        const parent = parts.slice(0, -1).join('/')
        if (parent !== '' && isIgnored(rules, parent)) expect(isIgnored(rules, parts.join('/'))).toBe(true)
      }),
    )
  })

  it('says of paths without wildcards what comparing them says', () => {
    const path = fc.array(fc.stringMatching(/^[a.$+(){}|-]{1,2}b$/), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(path, path, (rule, file) => {
        const isWithin = rule.every((part, index) => file[index] === part)
        expect(ignores(rule.join('/'), file.join('/'))).toBe(isWithin)
      }),
    )
  })
})
