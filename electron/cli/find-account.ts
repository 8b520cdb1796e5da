import { createAccountStore } from '../adapters/store/accounts.ts'
import type { StoredAccount } from '../core/accounts/account-store.ts'
import { UsageError } from '../../shared/uaitrain/parse-arguments.ts'
import { lookAtCliData } from './cli-data.ts'
import type { CliTools } from './cli-tools.ts'

/** An account of the app by its name. Throws `UsageError` with the names there are when there is none. */
export async function findAccount(name: string, tools: CliTools): Promise<StoredAccount> {
  const accounts = await listAccounts(tools)
  const account = accounts.find(({ settings }) => settings.name === name)
  if (account !== undefined) return account
  throw new UsageError({ code: 'unknownAccount', name, known: accounts.map(({ settings }) => settings.name) })
}

/** Looking an account up does not make the app's database where the app has not been started yet. */
async function listAccounts(tools: CliTools): Promise<StoredAccount[]> {
  const data = await lookAtCliData(tools)
  if (data === null) return []
  try {
    return createAccountStore(data.database).list()
  } finally {
    data.close()
  }
}
