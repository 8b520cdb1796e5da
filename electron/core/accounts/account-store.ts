import type { AccountSettings } from '../../../shared/model/account.ts'
import type { AccountId } from '../../../shared/model/ids.ts'

/** An account without its secrets, as it is kept. */
export interface StoredAccount {
  readonly id: AccountId
  readonly settings: AccountSettings
}

export interface AccountStore {
  /** By name. */
  list(): StoredAccount[]
  find(id: AccountId): StoredAccount | null
  /** Adds it, or replaces the one with its id. */
  save(account: StoredAccount): void
  /** Projects that used the account are left without one. */
  remove(id: AccountId): void
}
