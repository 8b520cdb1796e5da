import type { AccountId } from '../../../shared/model/ids.ts'
import type { SecretName } from '../../../shared/model/account.ts'
import type { SecretStore } from '../../core/ports/secrets.ts'

/** Secrets that are forgotten when the app ends. `words` is why there is nothing better. */
export function createMemoryStore(words: string): SecretStore {
  const secrets = new Map<string, string>()
  const keyOf = (accountId: AccountId, name: SecretName): string => `${accountId}/${name}`
  return {
    backend: () => Promise.resolve({ kind: 'memory', words }),
    get: (accountId, name) => Promise.resolve(secrets.get(keyOf(accountId, name)) ?? null),
    set: (accountId, name, secret) => {
      secrets.set(keyOf(accountId, name), secret)
      return Promise.resolve()
    },
    remove: (accountId, name) => {
      secrets.delete(keyOf(accountId, name))
      return Promise.resolve()
    },
  }
}
