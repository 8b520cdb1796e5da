import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Account, AccountSecrets, AccountSettings, SecretName } from '../../../shared/model/account.ts'
import { AccountId } from '../../../shared/model/ids.ts'
import { checkAccount } from '../../../shared/uaitrain/fields.ts'
import type { SecretStore } from '../ports/secrets.ts'
import type { AccountStore, StoredAccount } from './account-store.ts'

export interface AccountService {
  list(): Promise<Account[]>
  /** Rejects with `not-found`. */
  find(id: AccountId): StoredAccount
  /** Without an id a new account is made. Rejects with `invalid-field`, also for the name of another account. */
  save(input: { id: AccountId | null; settings: AccountSettings; secrets: AccountSecrets }): Promise<Account>
  /** Keeps an account that the app itself has made, secrets and all. */
  adopt(account: StoredAccount): Promise<void>
  /** Its secrets go too. Rejects with `in-use` while a job needs it. */
  remove(id: AccountId): Promise<void>
}

export interface AccountServiceOptions {
  readonly store: AccountStore
  readonly secrets: SecretStore
  readonly isInUse: (id: AccountId) => boolean
  readonly onChanged: (accounts: Account[]) => void
}

const secretNames: readonly SecretName[] = ['privateKey', 'uhubPassword']

export function createAccountService(options: AccountServiceOptions): AccountService {
  const { store, secrets, isInUse, onChanged } = options

  const find = (id: AccountId): StoredAccount => {
    const account = store.find(id)
    if (account === null) throw new AppError('not-found', { what: 'account', id })
    return account
  }
  const describe = async ({ id, settings }: StoredAccount): Promise<Account> => {
    const [hasPrivateKey, hasUhubPassword] = await Promise.all([
      hasSecret(secrets, id, 'privateKey'),
      hasSecret(secrets, id, 'uhubPassword'),
    ])
    return { ...settings, id, hasPrivateKey, hasUhubPassword }
  }
  const list = (): Promise<Account[]> => Promise.all(store.list().map(describe))

  return {
    list,
    find,
    save: async ({ id, settings, secrets: given }) => {
      const known = id === null ? null : await describe(find(id))
      const [problem] = checkAccount(settings, {
        privateKeyGiven: given.privateKey !== undefined || known?.hasPrivateKey === true,
        uhubPasswordGiven: given.uhubPassword !== undefined || known?.hasUhubPassword === true,
      })
      if (problem !== undefined) throw new AppError('invalid-field', problem)
      const { name: value } = settings
      // The command line finds an account by its name.
      const isTaken = store.list().some((other) => other.id !== id && other.settings.name === value)
      if (isTaken) throw new AppError('invalid-field', { field: 'accountName', problem: 'taken', value })
      const account = { id: known?.id ?? AccountId.parse(randomUUID()), settings }
      for (const name of secretNames) {
        const secret = given[name]
        if (secret !== undefined) await secrets.set(account.id, name, secret)
      }
      store.save(account)
      onChanged(await list())
      return describe(account)
    },
    adopt: async (account) => {
      store.save(account)
      onChanged(await list())
    },
    remove: async (id) => {
      find(id)
      if (isInUse(id)) throw new AppError('in-use', { what: 'account', id })
      for (const name of secretNames) await secrets.remove(id, name)
      store.remove(id)
      onChanged(await list())
    },
  }
}

/** A keychain that refuses does not hide the accounts: using the secret will say what is wrong with it. */
async function hasSecret(secrets: SecretStore, id: AccountId, name: SecretName): Promise<boolean> {
  try {
    return (await secrets.get(id, name)) !== null
  } catch (error) {
    if (error instanceof AppError && error.code === 'keychain-failed') return false
    throw error
  }
}
