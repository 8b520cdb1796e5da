import { describe, expect, it } from 'vitest'
import { testAccount, type TestAccountOptions } from '../../../../electron/core/accounts/test-account.ts'
import { createRedactor } from '../../../../electron/core/logs/redactor.ts'
import { AppError } from '../../../../shared/errors.ts'
import { defaultAccountSettings } from '../../../../shared/model/account.ts'

const projects = {
  ProjectSet: [
    { ProjectId: 'org-a', ProjectName: 'Default', IsDefault: true },
    { ProjectId: 'org-b', ProjectName: '训练', IsDefault: false },
  ],
}

function options(changes: Partial<TestAccountOptions> = {}): TestAccountOptions {
  return {
    settings: { ...defaultAccountSettings, publicKey: 'public', uhubUsername: 'me' },
    privateKey: 'key',
    uhubPassword: 'password',
    ucloud: { call: () => Promise.resolve(projects) },
    registry: { checkLogin: () => Promise.resolve(), findDigest: () => Promise.resolve(null) },
    redactor: createRedactor(),
    signal: new AbortController().signal,
    ...changes,
  }
}

describe('testAccount', () => {
  it('names the project and the registry that answered', async () => {
    expect(await testAccount(options())).toEqual({
      api: { state: 'ok', detail: 'Default org-a' },
      uhub: { state: 'ok', detail: 'uhub.ucloud.cn' },
    })
    const settings = { ...options().settings, projectId: 'org-b' }
    expect((await testAccount(options({ settings }))).api).toEqual({ state: 'ok', detail: '训练 org-b' })
  })

  it('refuses a project that the keys have none of, as the calls that use it do', async () => {
    const settings = { ...options().settings, projectId: 'org-c' }
    expect((await testAccount(options({ settings }))).api).toEqual({
      state: 'failed',
      problem: {
        code: 'ucloud-refused',
        details: { action: 'GetProjectList', retCode: 292, words: 'ProjectSet: org-a, org-b' },
      },
    })
    const ucloud = { call: () => Promise.resolve({ Another: 'answer' }) }
    expect((await testAccount(options({ settings, ucloud }))).api).toEqual({ state: 'ok', detail: 'org-c' })
  })

  it('tells each failure for itself, without the secret', async () => {
    const redactor = createRedactor()
    redactor.register('password')
    const words = 'no such user with password'
    const result = await testAccount(
      options({
        redactor,
        registry: {
          checkLogin: ({ host, username }) => {
            return Promise.reject(new AppError('registry-login-refused', { host, username, words }))
          },
          findDigest: () => Promise.resolve(null),
        },
      }),
    )
    expect(result.api.state).toBe('ok')
    expect(result.uhub).toEqual({
      state: 'failed',
      problem: {
        code: 'registry-login-refused',
        details: { host: 'uhub.ucloud.cn', username: 'me', words: 'no such user with [secret]' },
      },
    })
  })

  it('skips what cannot be tried', async () => {
    expect(await testAccount(options({ privateKey: null, uhubPassword: null }))).toEqual({
      api: { state: 'skipped' },
      uhub: { state: 'skipped' },
    })
  })

  it('asks both at once', async () => {
    let letGo = (): void => undefined
    const loggedIn = new Promise<void>((resolve) => (letGo = resolve))
    const ucloud = { call: () => loggedIn.then(() => projects) }
    const registry = {
      checkLogin: () => Promise.resolve().then(() => letGo()),
      findDigest: () => Promise.resolve(null),
    }
    expect((await testAccount(options({ ucloud, registry }))).api.state).toBe('ok')
  })

  it('does not take an unforeseen error for a verdict', async () => {
    const ucloud = { call: () => Promise.reject(new TypeError('broken')) }
    await expect(testAccount(options({ ucloud }))).rejects.toThrow('broken')
  })
})
