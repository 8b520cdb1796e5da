import type { Redactor } from '../logs/redactor.ts'
import type { SecretStore } from '../ports/secrets.ts'

/** The same secrets; the redactor knows each before anybody can use it. */
export function registeredSecrets(store: SecretStore, redactor: Redactor): SecretStore {
  return {
    backend: () => store.backend(),
    get: async (accountId, name) => {
      const secret = await store.get(accountId, name)
      if (secret !== null) redactor.register(secret)
      return secret
    },
    set: (accountId, name, secret) => {
      redactor.register(secret)
      return store.set(accountId, name, secret)
    },
    remove: (accountId, name) => store.remove(accountId, name),
  }
}
