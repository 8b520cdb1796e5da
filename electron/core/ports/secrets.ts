import type { SecretBackend } from '../../../shared/model/health.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import type { SecretName } from '../../../shared/model/account.ts'

export interface SecretStore {
  backend(): Promise<SecretBackend>
  get(accountId: AccountId, name: SecretName): Promise<string | null>
  set(accountId: AccountId, name: SecretName, secret: string): Promise<void>
  remove(accountId: AccountId, name: SecretName): Promise<void>
}

/** Where a secret stands, and what kind it is of; never the secret itself. Lines count from 1. */
export interface FoundSecret {
  readonly line: number
  readonly rule: string
}

/** A well-kept set of rules for the kinds of secrets that everybody uses. */
export interface SecretLinter {
  /** Null when the rules did not get through the text in good time. */
  find(file: { path: string; text: string }): Promise<readonly FoundSecret[] | null>
  close(): Promise<void>
}
