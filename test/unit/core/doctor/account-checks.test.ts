import { describe, expect, it } from 'vitest'
import { checkApi } from '../../../../electron/core/doctor/checks/api.ts'
import { checkClock } from '../../../../electron/core/doctor/checks/clock.ts'
import { checkKeychain } from '../../../../electron/core/doctor/checks/keychain.ts'
import { checkLogin } from '../../../../electron/core/doctor/checks/login.ts'
import { checkSandbox } from '../../../../electron/core/doctor/checks/sandbox.ts'
import type { DoctorTools } from '../../../../electron/core/doctor/check.ts'
import { AppError } from '../../../../shared/errors.ts'
import { commandsOf, doctorNow, outcomeOf, wellAccount, wellMachine, wellTools } from '../../../support/doctor-tools.ts'

const accountChecks = [checkApi, checkClock, checkLogin]
const nobody = () => Promise.reject(new Error('connect ECONNREFUSED'))
const refusedBy = (error: AppError): Partial<DoctorTools> => ({
  ucloud: { call: () => Promise.reject(error) },
  registry: { checkLogin: () => Promise.reject(error) },
})
const refusal = (retCode: number): AppError =>
  new AppError('ucloud-refused', { action: 'GetProjectList', retCode, words: 'refused' })

describe('what an account is checked with', () => {
  it('is nothing without one, and offers one', async () => {
    for (const check of accountChecks) {
      const outcome = await outcomeOf(check, wellTools({ account: null }))
      expect(outcome.code).toBe('account-none')
      expect(outcome.cures).toContainEqual({ kind: 'account', accountId: null, field: null })
    }
  })

  it('is not the sandbox while it does not run, and starts nothing', async () => {
    const account = wellAccount({ kind: 'sandbox' })
    for (const check of accountChecks) {
      const stopped = await outcomeOf(check, wellTools({ account, readServerTime: nobody }))
      expect(stopped).toMatchObject({ code: 'account-sandbox-stopped', cures: [{ kind: 'sandbox' }] })
      expect((await outcomeOf(check, wellTools({ account }))).code).toMatch(/-fine$/)
    }
  })
})

describe('the API', () => {
  it.each([
    [171, 'privateKey'],
    [172, 'publicKey'],
    [292, 'projectId'],
  ])('refusing with RetCode %i is cured in the field %s', async (retCode, field) => {
    const outcome = await outcomeOf(checkApi, wellTools(refusedBy(refusal(retCode))))
    expect(outcome).toMatchObject({ code: 'api-refused', values: { retCode }, words: 'refused' })
    expect(outcome.cures).toEqual([{ kind: 'account', accountId: 'mine', field }])
  })

  it('refusing with another RetCode is told as it is', async () => {
    expect((await outcomeOf(checkApi, wellTools(refusedBy(refusal(153))))).cures).toEqual([])
  })

  it('not reached, or answered for by something else', async () => {
    const url = 'https://api.ucloud.cn'
    const unreachable = new AppError('ucloud-unreachable', { url, words: 'getaddrinfo ENOTFOUND' })
    expect((await outcomeOf(checkApi, wellTools(refusedBy(unreachable)))).code).toBe('api-unreachable')
    const page = new AppError('ucloud-bad-answer', { url, status: 502, words: 'Bad Gateway' })
    expect(await outcomeOf(checkApi, wellTools(refusedBy(page)))).toMatchObject({
      code: 'api-unexpected',
      values: { status: 502 },
    })
  })

  it('is not asked without both keys', async () => {
    const account = { ...wellAccount(), privateKey: () => Promise.resolve(null) }
    expect(await outcomeOf(checkApi, wellTools({ account }))).toMatchObject({
      code: 'api-key-missing',
      cures: [{ field: 'privateKey' }],
    })
    expect(await outcomeOf(checkApi, wellTools({ account: wellAccount({ publicKey: '' }) }))).toMatchObject({
      code: 'api-key-missing',
      cures: [{ field: 'publicKey' }],
    })
  })
})

describe('the clock', () => {
  const skewed = (ms: number): Partial<DoctorTools> => ({ readServerTime: () => Promise.resolve(doctorNow + ms) })

  it.each([
    [0, 'clock-fine'],
    [-29_000, 'clock-fine'],
    [31_000, 'clock-off'],
    [-299_000, 'clock-off'],
    [301_000, 'clock-wrong'],
  ])('%i ms away is %s', async (ms, code) => {
    expect((await outcomeOf(checkClock, wellTools(skewed(ms)))).code).toBe(code)
  })

  it('is set by the system, or to the time that was told', async () => {
    expect(commandsOf(await outcomeOf(checkClock, wellTools(skewed(600_000))))).toEqual([
      'sudo timedatectl set-ntp true',
    ])
    const machine = wellMachine({ hasSystemd: () => Promise.resolve(false) })
    const outcome = await outcomeOf(checkClock, wellTools({ ...skewed(600_000), machine }))
    expect(commandsOf(outcome)).toEqual([`sudo date --set=@${(doctorNow + 600_000) / 1000}`])
  })

  it('is not known where nobody tells a time', async () => {
    expect((await outcomeOf(checkClock, wellTools({ readServerTime: nobody }))).code).toBe('clock-unknown')
    expect((await outcomeOf(checkClock, wellTools({ readServerTime: () => Promise.resolve(null) }))).code).toBe(
      'clock-unknown',
    )
  })
})

describe('the login', () => {
  const host = 'uhub.ucloud.cn'

  it('refused is cured with the password, not reached with the host', async () => {
    const refused = new AppError('registry-login-refused', { host, username: 'lin@example.com', words: 'unauthorized' })
    expect(await outcomeOf(checkLogin, wellTools(refusedBy(refused)))).toMatchObject({
      code: 'login-refused',
      words: 'unauthorized',
      cures: [{ field: 'uhubPassword' }],
    })
    const unreachable = new AppError('registry-unreachable', { host, words: 'ENETUNREACH' })
    expect(await outcomeOf(checkLogin, wellTools(refusedBy(unreachable)))).toMatchObject({
      code: 'login-unreachable',
      cures: [{ field: 'uhubHost' }],
    })
  })

  it('needs a user and a password', async () => {
    const account = { ...wellAccount(), uhubPassword: () => Promise.resolve(null) }
    expect(await outcomeOf(checkLogin, wellTools({ account }))).toMatchObject({
      code: 'login-password-missing',
      cures: [{ field: 'uhubPassword' }],
    })
  })
})

describe('keychain and sandbox', () => {
  it('names the system’s own, or says why there is none', async () => {
    expect(await outcomeOf(checkKeychain, wellTools())).toMatchObject({ values: { name: 'Secret Service' } })
    const secrets = { backend: () => Promise.resolve({ kind: 'memory', words: 'no bus' } as const) }
    const outcome = await outcomeOf(checkKeychain, wellTools({ secrets }))
    expect(outcome).toMatchObject({ code: 'keychain-memory', words: 'no bus' })
    expect(commandsOf(outcome)[0]).toContain('gnome-keyring')
  })

  it('tells whether the sandbox is there, and runs', async () => {
    expect(await outcomeOf(checkSandbox, wellTools())).toMatchObject({
      code: 'sandbox-none',
      cures: [{ kind: 'sandbox' }],
    })
    const sandboxSettings = wellAccount({ kind: 'sandbox' }).settings
    expect((await outcomeOf(checkSandbox, wellTools({ sandboxSettings }))).code).toBe('sandbox-running')
    const stopped = wellTools({ sandboxSettings, readServerTime: nobody })
    expect((await outcomeOf(checkSandbox, stopped)).code).toBe('sandbox-stopped')
  })
})
