import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor, redactedMark } from '../../../../electron/core/logs/redactor.ts'

describe('redactor', () => {
  const secret = 'p@ss/wörd "quoted" +1'

  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ password: secret })],
    ['in a URL', `https://host/?a=${encodeURIComponent(secret)}&b=1`],
    ['in a URL with small hexadecimal digits', `https://host/?a=${encodeURIComponent(secret).toLowerCase()}`],
    ['in a form', new URLSearchParams({ password: secret }).toString()],
  ])('replaces the secret %s', (_, text) => {
    const redactor = createRedactor()
    redactor.register(secret)
    expect(redactor.redact(text)).toContain(redactedMark)
    expect(redactor.redact(text)).not.toMatch(/w(ö|%C3%B6|%c3%b6)rd/)
  })

  it('replaces the secret inside base64, whatever stands around it', () => {
    const redactor = createRedactor()
    redactor.register('hunter2hunter2')
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('base64' as const, 'base64url' as const), (a, b, form) => {
        const encoded = Buffer.from(`${a}hunter2hunter2${b}`).toString(form)
        expect(redactor.redact(`Basic ${encoded}`)).toContain(redactedMark)
      }),
    )
  })

  it('never lets a registered value of four or more characters through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 4 }), fc.string(), fc.string(), (value, before, after) => {
        fc.pre(!redactedMark.includes(value) && !value.includes('\ufffd'))
        const redactor = createRedactor()
        redactor.register(value)
        const around = redactor.redact(before + value + after)
        fc.pre(!(before + redactedMark + after).includes(value))
        expect(around).not.toContain(value)
      }),
    )
  })

  it('replaces a short secret only where it stands alone', () => {
    const redactor = createRedactor()
    redactor.register('ab')
    expect(redactor.redact('the label ab, password=ab.')).toBe('the label [secret], password=[secret].')
  })

  it('replaces the longer of two secrets first', () => {
    const redactor = createRedactor()
    redactor.register('secret')
    redactor.register('secretmore')
    expect(redactor.redact('a secretmore b')).toBe('a [secret] b')
  })

  it('leaves everything as it is while it knows no secret', () => {
    const redactor = createRedactor()
    redactor.register('')
    expect(redactor.redact('anything')).toBe('anything')
  })

  it('goes through structures and leaves names and numbers', () => {
    const redactor = createRedactor()
    redactor.register('token')
    expect(redactor.redactDeep({ token: ['a token', 1, null, { deep: 'token' }] })).toEqual({
      token: ['a [secret]', 1, null, { deep: '[secret]' }],
    })
  })
})
