import { describe, expect, it } from 'vitest'
import { describeError } from '../../../renderer/i18n/describe-error.ts'
import { createTexts } from '../../../renderer/i18n/i18n.ts'
import type { ErrorData } from '../../../shared/errors.ts'

const english = createTexts('en').t
const chinese = createTexts('zh-CN').t

describe('describeError', () => {
  it('tells what happened, what to do, and the remote words as they came', () => {
    const words = 'denied: <b>{{no}}</b> access'
    expect(describeError({ code: 'push-refused', details: { image: 'h/r/i:t', words } }, english)).toEqual({
      title: 'h/r/i:t could not be pushed',
      cure: expect.stringContaining('UHub registry exists') as string,
      words,
    })
  })

  it('leaves out words that are empty', () => {
    expect(describeError({ code: 'keychain-failed', details: { words: '' } }, english).words).toBeNull()
  })

  it('names the field, the reason and the cure of a field problem', () => {
    const error: ErrorData = {
      code: 'invalid-field',
      details: { field: 'imageName', problem: 'upper-case', value: 'MyImage' },
    }
    expect(describeError(error, english)).toEqual({
      title: 'Image name: Upper case is not allowed here.',
      cure: 'Use lower case letters.',
      words: null,
    })
    expect(describeError(error, chinese).title).toBe('镜像名称：此处不允许大写字母。')
  })

  it('shows values as plain text', () => {
    const details = { field: 'codePath', problem: 'not-found', value: '/a/<b>&"c"' } as const
    expect(describeError({ code: 'invalid-field', details }, english).title).toContain('/a/<b>&"c"')
  })

  it.each([
    [171, 'private key does not belong'],
    [172, 'does not know this public key'],
    [294, 'certain addresses only'],
    [4242, 'The code 4242 is not documented'],
  ])('tells RetCode %i in words', (retCode, cure) => {
    const details = { action: 'GetProjectList', retCode, words: 'Signature VerifyAC Error' }
    const told = describeError({ code: 'ucloud-refused', details }, english)
    expect(told.title).toBe(`UCloud refused GetProjectList (RetCode ${retCode})`)
    expect(told.cure).toContain(cure)
    expect(told.words).toBe('Signature VerifyAC Error')
  })

  it('tells running out of memory apart from other failures of a test', () => {
    const told = (outOfMemory: boolean): string =>
      describeError({ code: 'test-failed', details: { exitCode: 137, outOfMemory } }, english).cure
    expect(told(true)).toContain('memory')
    expect(told(false)).toContain('last lines of the log')
  })

  it('looks up the words inside other errors', () => {
    const missing: ErrorData = { code: 'secret-missing', details: { field: 'uhubPassword', account: '训练组' } }
    expect(describeError(missing, chinese).title).toBe('账号“训练组”缺少UHub 密码')
    const gone: ErrorData = { code: 'not-found', details: { what: 'project', id: 'p1' } }
    expect(describeError(gone, english).title).toBe('This project no longer exists')
    const sandbox: ErrorData = { code: 'sandbox-unavailable', details: { reason: 'port', words: 'EADDRINUSE' } }
    expect(describeError(sandbox, english).cure).toContain('port')
  })
})
