import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../electron/adapters/keychain/memory-store.ts'
import { createAccountStore } from '../../../../electron/adapters/store/accounts.ts'
import { openDatabase, type Database } from '../../../../electron/adapters/store/open-database.ts'
import { createAccountService, type AccountService } from '../../../../electron/core/accounts/account-service.ts'
import { registeredSecrets } from '../../../../electron/core/accounts/registered-secrets.ts'
import { createRedactor } from '../../../../electron/core/logs/redactor.ts'
import type { SecretStore } from '../../../../electron/core/ports/secrets.ts'
import { AppError } from '../../../../shared/errors.ts'
import { defaultAccountSettings, type Account } from '../../../../shared/model/account.ts'
import { AccountId } from '../../../../shared/model/ids.ts'
import { thrownBy } from '../../../support/thrown.ts'

const settings = { ...defaultAccountSettings, name: 'mine', publicKey: 'public', uhubUsername: 'me@example.com' }
const given = { privateKey: 'marked-private-key', uhubPassword: 'marked-password' }

describe('account service', () => {
  const redactor = createRedactor()
  let database: Database
  let secrets: SecretStore
  let accounts: AccountService
  let changes: Account[][] = []
  let inUse = false

  beforeEach(async () => {
    database = await openDatabase({ path: ':memory:', clock: { now: () => 1 }, onDamaged: () => undefined })
    secrets = registeredSecrets(createMemoryStore('no keychain'), redactor)
    changes = []
    inUse = false
    accounts = createAccountService({
      store: createAccountStore(database),
      secrets,
      isInUse: () => inUse,
      onChanged: (list) => changes.push(list),
    })
  })
  afterEach(() => {
    database.close()
  })

  it('keeps settings in the database and secrets in the keychain, and gives back only that they are there', async () => {
    const account = await accounts.save({ id: null, settings, secrets: given })
    expect(account).toEqual({ ...settings, id: account.id, hasPrivateKey: true, hasUhubPassword: true })
    expect(await accounts.list()).toEqual([account])
    expect(changes).toEqual([[account]])
    expect(await secrets.get(account.id, 'uhubPassword')).toBe('marked-password')
    expect(JSON.stringify(database.prepare('SELECT * FROM account').all([]))).not.toContain('marked')
    expect(redactor.redact('marked-private-key marked-password')).toBe('[secret] [secret]')
  })

  it('leaves a secret as it was when none is given', async () => {
    const { id } = await accounts.save({ id: null, settings, secrets: given })
    await accounts.save({ id, settings: { ...settings, name: 'renamed' }, secrets: { uhubPassword: 'another' } })
    expect(await secrets.get(id, 'privateKey')).toBe('marked-private-key')
    expect(await secrets.get(id, 'uhubPassword')).toBe('another')
    expect((await accounts.list()).map(({ name }) => name)).toEqual(['renamed'])
  })

  it('refuses a wrong field and a missing secret, and keeps nothing', async () => {
    const bad = { ...settings, apiUrl: 'http://api.ucloud.cn' }
    expect(await thrownBy(accounts.save({ id: null, settings: bad, secrets: given }))).toMatchObject({
      code: 'invalid-field',
      details: { field: 'apiUrl', problem: 'insecure-url' },
    })
    expect(await thrownBy(accounts.save({ id: null, settings, secrets: { privateKey: 'k' } }))).toMatchObject({
      code: 'invalid-field',
      details: { field: 'uhubPassword', problem: 'required', value: '' },
    })
    expect(await accounts.list()).toEqual([])
  })

  it('refuses the name of another account, but not its own', async () => {
    const { id } = await accounts.save({ id: null, settings, secrets: given })
    expect(await thrownBy(accounts.save({ id: null, settings, secrets: given }))).toMatchObject({
      code: 'invalid-field',
      details: { field: 'accountName', problem: 'taken', value: 'mine' },
    })
    await accounts.save({ id, settings: { ...settings, region: 'cn-sh2' }, secrets: {} })
    const other = await accounts.save({ id: null, settings: { ...settings, name: 'other' }, secrets: given })
    expect(await thrownBy(accounts.save({ id: other.id, settings, secrets: {} }))).toMatchObject({
      details: { problem: 'taken' },
    })
    expect((await accounts.list()).map(({ name }) => name)).toEqual(['mine', 'other'])
  })

  it('removes the secrets with the account, but not while it is in use', async () => {
    const { id } = await accounts.save({ id: null, settings, secrets: given })
    inUse = true
    expect(await thrownBy(accounts.remove(id))).toMatchObject({ code: 'in-use' })
    inUse = false
    await accounts.remove(id)
    expect(await secrets.get(id, 'privateKey')).toBeNull()
    expect(await accounts.list()).toEqual([])
    expect(await thrownBy(accounts.remove(AccountId.parse('nobody')))).toMatchObject({ code: 'not-found' })
  })

  it('lists the accounts even while the keychain is locked', async () => {
    const { id } = await accounts.save({ id: null, settings, secrets: given })
    secrets.get = () => Promise.reject(new AppError('keychain-failed', { words: 'locked' }))
    expect(await accounts.list()).toEqual([{ ...settings, id, hasPrivateKey: false, hasUhubPassword: false }])
  })
})
