import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Account, AccountSecrets, AccountSettings } from '../../shared/model/account.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import type { AppClient } from '../ipc/app-client.ts'

export interface AccountsState {
  /** Null until they have been loaded. */
  readonly accounts: readonly Account[] | null
  readonly load: () => Promise<void>
  readonly save: (id: AccountId | null, settings: AccountSettings, secrets: AccountSecrets) => Promise<Account>
  readonly remove: (id: AccountId) => Promise<void>
}

export type AccountsStore = StoreApi<AccountsState>

export function createAccountsStore(client: AppClient): AccountsStore {
  const store = createStore<AccountsState>()((set, get) => ({
    accounts: null,
    async load() {
      set({ accounts: await client.call('accounts.list', undefined) })
    },
    async save(id, settings, secrets) {
      const saved = await client.call('accounts.save', { id, settings, secrets })
      const others = (get().accounts ?? []).filter((account) => account.id !== saved.id)
      set({ accounts: [...others, saved] })
      return saved
    },
    async remove(id) {
      await client.call('accounts.remove', id)
      set({ accounts: (get().accounts ?? []).filter((account) => account.id !== id) })
    },
  }))
  client.on('accounts.changed', (accounts) => store.setState({ accounts }))
  return store
}

export function findAccount(state: AccountsState, id: AccountId | null): Account | undefined {
  return state.accounts?.find((account) => account.id === id)
}
