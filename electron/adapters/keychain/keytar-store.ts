import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import type { SecretName } from '../../../shared/model/account.ts'
import type { SecretStore } from '../../core/ports/secrets.ts'
import { withTimeLimit } from '../../core/async/time-limit.ts'
import { keychainService } from './keytar.ts'
import type { Keytar } from './keytar.ts'

/** For whoever has a prompt of the system's to answer. */
const usualLimitMs = 60_000

/** Secrets in the keychain of the system. Rejects with `keychain-failed`, also when it does not answer. */
export function createKeytarStore(keytar: Keytar, timeoutMs = usualLimitMs): SecretStore {
  const explained = <Result>(work: () => Promise<Result>): Promise<Result> => explainFailure(work, timeoutMs)
  return {
    backend: () => Promise.resolve({ kind: 'keychain' }),
    get: (accountId, name) => explained(() => keytar.getPassword(keychainService, keyOf(accountId, name))),
    set: (accountId, name, secret) =>
      explained(() => keytar.setPassword(keychainService, keyOf(accountId, name), secret)),
    remove: (accountId, name) =>
      explained(async () => {
        await keytar.deletePassword(keychainService, keyOf(accountId, name))
      }),
  }
}

function keyOf(accountId: AccountId, name: SecretName): string {
  return `${accountId}/${name}`
}

async function explainFailure<Result>(work: () => Promise<Result>, timeoutMs: number): Promise<Result> {
  try {
    return await withTimeLimit({ signal: new AbortController().signal, timeoutMs }, work)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new AppError('keychain-failed', { words }, { cause: error })
  }
}
