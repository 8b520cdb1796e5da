import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import type { SecretName } from '../../../shared/model/account.ts'
import type { SecretStore } from '../../core/ports/secrets.ts'
import { keychainService } from './keytar.ts'
import type { Keytar } from './keytar.ts'

/** Secrets in the keychain of the system. Rejects with `keychain-failed`. */
export function createKeytarStore(keytar: Keytar): SecretStore {
  return {
    backend: () => Promise.resolve({ kind: 'keychain' }),
    get: (accountId, name) => explainFailure(() => keytar.getPassword(keychainService, keyOf(accountId, name))),
    set: (accountId, name, secret) =>
      explainFailure(() => keytar.setPassword(keychainService, keyOf(accountId, name), secret)),
    remove: (accountId, name) =>
      explainFailure(async () => {
        await keytar.deletePassword(keychainService, keyOf(accountId, name))
      }),
  }
}

function keyOf(accountId: AccountId, name: SecretName): string {
  return `${accountId}/${name}`
}

async function explainFailure<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new AppError('keychain-failed', { words }, { cause: error })
  }
}
