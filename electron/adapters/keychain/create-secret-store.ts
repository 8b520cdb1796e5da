import type { SecretStore } from '../../core/ports/secrets.ts'
import { TimeLimitError, withTimeLimit } from '../../core/async/time-limit.ts'
import { loadKeytar, probeKeytar } from './keytar.ts'
import type { Keytar } from './keytar.ts'
import { createKeytarStore } from './keytar-store.ts'
import { createMemoryStore } from './memory-store.ts'

export interface SecretStoreOptions {
  readonly load?: () => Promise<Keytar>
  readonly probeTimeoutMs?: number
}

/**
 * The system's keychain where a trial shows that it works, memory otherwise. Tried at the first use, not at the start
 * of the app, and once: a secret must not be written to one place and looked for in another.
 */
export function createSecretStore(options: SecretStoreOptions = {}): SecretStore {
  let chosen: Promise<SecretStore> | undefined
  const store = (): Promise<SecretStore> => (chosen ??= chooseStore(options))
  return {
    backend: async () => (await store()).backend(),
    get: async (accountId, name) => (await store()).get(accountId, name),
    set: async (accountId, name, secret) => (await store()).set(accountId, name, secret),
    remove: async (accountId, name) => (await store()).remove(accountId, name),
  }
}

async function chooseStore({ load = loadKeytar, probeTimeoutMs = 3_000 }: SecretStoreOptions): Promise<SecretStore> {
  try {
    return await withTimeLimit({ signal: new AbortController().signal, timeoutMs: probeTimeoutMs }, async () => {
      const keytar = await load()
      await probeKeytar(keytar)
      return createKeytarStore(keytar)
    })
  } catch (error) {
    if (error instanceof TimeLimitError) return createMemoryStore(`keychain: ${error.message}`)
    return createMemoryStore(error instanceof Error ? error.message : String(error))
  }
}
