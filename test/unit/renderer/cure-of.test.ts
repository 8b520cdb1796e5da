import { describe, expect, it } from 'vitest'
import { cureOf } from '../../../renderer/features/pack/cure-of.ts'

const refusal = (retCode: number) =>
  cureOf({ code: 'ucloud-refused', details: { action: 'GetUAITrainEnvPkg', retCode, words: '' } })

describe('where a failed pack is cured', () => {
  it('in the account, for keys, login and rights', () => {
    for (const retCode of [170, 171, 174, 292, 299]) expect(refusal(retCode)).toBe('account')
    expect(refusal(160)).toBeNull()
    const details = { host: 'uhub', username: 'me', words: '' }
    expect(cureOf({ code: 'registry-login-refused', details })).toBe('account')
    expect(cureOf({ code: 'secret-missing', details: { field: 'privateKey', account: 'mine' } })).toBe('account')
  })

  it('in the engine, once it runs again', () => {
    expect(cureOf({ code: 'engine-stopped', details: { address: 'a', words: '' } })).toBe('engine')
    expect(cureOf({ code: 'engine-stream-cut', details: { operation: 'build' } })).toBe('engine')
  })

  it('in the choice of the code folder, and of no other field', () => {
    expect(cureOf({ code: 'invalid-field', details: { field: 'codePath', problem: 'not-found', value: '' } })).toBe(
      'codeFolder',
    )
    expect(
      cureOf({ code: 'invalid-field', details: { field: 'mainFile', problem: 'not-found', value: '' } }),
    ).toBeNull()
  })
})
