import { existsSync } from 'node:fs'
import { databasePathOf } from '../services/data-paths.ts'
import { createAccountStore } from '../adapters/store/accounts.ts'
import { closeDatabase, openDatabase } from '../adapters/store/open-database.ts'
import type { StoredAccount } from '../core/accounts/account-store.ts'
import type { Clock } from '../core/ports/clock.ts'
import { UsageError } from '../../shared/uaitrain/parse-arguments.ts'

/** An account of the app by its name. Throws `UsageError` with the names there are when there is none. */
export async function findAccount(name: string, options: { dataFolder: string; clock: Clock }): Promise<StoredAccount> {
  const accounts = await listAccounts(options)
  const account = accounts.find(({ settings }) => settings.name === name)
  if (account !== undefined) return account
  throw new UsageError({ code: 'unknownAccount', name, known: accounts.map(({ settings }) => settings.name) })
}

/** Looking an account up does not make the app's database where the app has not been started yet. */
async function listAccounts({ dataFolder, clock }: { dataFolder: string; clock: Clock }): Promise<StoredAccount[]> {
  const path = databasePathOf(dataFolder)
  if (!existsSync(path)) return []
  const database = await openDatabase({ path, clock, onDamaged: null })
  try {
    return createAccountStore(database).list()
  } finally {
    closeDatabase(database)
  }
}
