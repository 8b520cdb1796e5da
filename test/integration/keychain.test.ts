import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSecretStore } from '../../electron/adapters/keychain/create-secret-store.ts'
import { AccountId } from '../../shared/model/ids.ts'
import { startTestKeyring } from '../support/keyring.ts'
import type { TestKeyring } from '../support/keyring.ts'

const account = AccountId.parse('account-1')
const other = AccountId.parse('account-2')
let keyring: TestKeyring

beforeAll(async () => {
  keyring = await startTestKeyring()
})

afterAll(async () => {
  await keyring.stop()
})

describe('the keychain of the system', () => {
  it('is found and keeps secrets from one store to the next', async () => {
    const store = createSecretStore()
    expect(await store.backend()).toEqual({ kind: 'keychain' })
    await store.set(account, 'privateKey', 'sécret 密钥 "$HOME"')
    await store.set(account, 'uhubPassword', 'another')
    const later = createSecretStore()
    expect(await later.get(account, 'privateKey')).toBe('sécret 密钥 "$HOME"')
    expect(await later.get(account, 'uhubPassword')).toBe('another')
    expect(await later.get(other, 'privateKey')).toBeNull()
  })

  it('forgets what is removed, once and again', async () => {
    const store = createSecretStore()
    await store.set(account, 'privateKey', 'one')
    await store.set(account, 'privateKey', 'two')
    expect(await store.get(account, 'privateKey')).toBe('two')
    await store.remove(account, 'privateKey')
    await store.remove(account, 'privateKey')
    expect(await store.get(account, 'privateKey')).toBeNull()
  })
})
