import { describe, expect, it } from 'vitest'
import { createSecretStore } from '../../../../electron/adapters/keychain/create-secret-store.ts'
import type { Keytar } from '../../../../electron/adapters/keychain/keytar.ts'
import { AccountId } from '../../../../shared/model/ids.ts'
import { thrownBy } from '../../../support/thrown.ts'

const account = AccountId.parse('account-1')

/** Stands in for a system's keychain, to fail as one fails. */
function keytarOf(changes: Partial<Keytar> = {}): Keytar & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    getPassword: (service, name) => Promise.resolve(kept.get(`${service} ${name}`) ?? null),
    setPassword: (service, name, password) => Promise.resolve(void kept.set(`${service} ${name}`, password)),
    deletePassword: (service, name) => Promise.resolve(kept.delete(`${service} ${name}`)),
    ...changes,
  }
}

describe('the store of secrets', () => {
  it('is the keychain that passes the trial, which leaves nothing', async () => {
    const keytar = keytarOf()
    const store = createSecretStore({ load: () => Promise.resolve(keytar) })
    expect(await store.backend()).toEqual({ kind: 'keychain' })
    expect([...keytar.kept]).toEqual([])
    await store.set(account, 'uhubPassword', 'secret')
    expect([...keytar.kept]).toEqual([['uai-train-packer account-1/uhubPassword', 'secret']])
  })

  it('is not asked for before it is needed, and tried once', async () => {
    let loads = 0
    const store = createSecretStore({ load: () => Promise.resolve((loads++, keytarOf())) })
    expect(loads).toBe(0)
    await Promise.all([store.backend(), store.get(account, 'privateKey'), store.backend()])
    expect(loads).toBe(1)
  })

  it.each<[string, () => Promise<Keytar>, string]>([
    [
      'there is no module',
      () => Promise.reject(new Error("Cannot find package 'keytar'")),
      "Cannot find package 'keytar'",
    ],
    [
      'it cannot be written to',
      () => Promise.resolve(keytarOf({ setPassword: () => Promise.reject(new Error('no such secret service')) })),
      'no such secret service',
    ],
    [
      'it keeps nothing',
      () => Promise.resolve(keytarOf({ getPassword: () => Promise.resolve(null) })),
      'the keychain did not keep what was written to it',
    ],
    [
      'it does not answer',
      () => Promise.resolve(keytarOf({ setPassword: () => new Promise(() => undefined) })),
      'keychain: no answer within 0.05 s',
    ],
  ])('is memory when %s', async (_name, load, words) => {
    const store = createSecretStore({ load, probeTimeoutMs: 50 })
    expect(await store.backend()).toEqual({ kind: 'memory', words })
    await store.set(account, 'privateKey', 'secret')
    expect(await store.get(account, 'privateKey')).toBe('secret')
    await store.remove(account, 'privateKey')
    expect(await store.get(account, 'privateKey')).toBeNull()
  })

  it('says when the keychain fails later, without the secret', async () => {
    const keytar = keytarOf()
    const store = createSecretStore({ load: () => Promise.resolve(keytar) })
    await store.backend()
    keytar.setPassword = () => Promise.reject(new Error('the keyring is locked'))
    const failure = await thrownBy(store.set(account, 'privateKey', 'secret'))
    expect(failure).toEqual({ code: 'keychain-failed', details: { words: 'the keyring is locked' } })
  })
})
