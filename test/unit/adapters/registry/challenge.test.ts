import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChallenges } from '../../../../electron/adapters/registry/challenge.ts'

const plain = (header: string): unknown =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])

describe('parseChallenges', () => {
  it('reads what registries send', () => {
    expect(plain('Basic realm="UHub"')).toEqual([['basic', { realm: 'UHub' }]])
    const bearer =
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/x:pull,push"'
    expect(plain(bearer)).toEqual([
      [
        'bearer',
        {
          realm: 'https://auth.docker.io/token',
          service: 'registry.docker.io',
          scope: 'repository:library/x:pull,push',
        },
      ],
    ])
  })

  it('tells several challenges apart', () => {
    expect(plain('Negotiate, BASIC Realm = "a, \\"b\\"" , charset=UTF-8, Bearer realm=x')).toEqual([
      ['negotiate', {}],
      ['basic', { realm: 'a, "b"', charset: 'UTF-8' }],
      ['bearer', { realm: 'x' }],
    ])
  })

  it('keeps what came before something that makes no sense', () => {
    expect(plain('Basic realm="x", "oops')).toEqual([['basic', { realm: 'x' }]])
    expect(plain('')).toEqual([])
  })

  it('reads back every value that can be quoted', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(fc.dictionary(name, fc.string(), { minKeys: 1, noNullPrototype: true }), (parameters) => {
        const quoted = Object.entries(parameters).map(([key, value]) => `${key}="${value.replace(/["\\]/g, '\\$&')}"`)
        expect(plain(`Bearer ${quoted.join(', ')}`)).toEqual([['bearer', parameters]])
      }),
    )
  })

  it('ends whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', ' ', ',', '=', '"', '\\', ';', '\t') }),
        (text) => void parseChallenges(text),
      ),
    )
  })
})
