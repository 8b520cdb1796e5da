import keytar from 'keytar'
import Database from 'libsql'
import { keychainService } from '../../electron/adapters/keychain/keytar.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'

export interface AppSecrets {
  readonly privateKey: string
  readonly uhubPassword: string
}

/** The secrets of an app's account as the keychain has them, which this process shares with the app. */
export async function readSecrets({ dataFolder }: { dataFolder: string }, accountName: string): Promise<AppSecrets> {
  const id = findAccountId(dataFolder, accountName)
  const [privateKey, uhubPassword] = await Promise.all(
    ['privateKey', 'uhubPassword'].map((name) => keytar.getPassword(keychainService, `${id}/${name}`)),
  )
  if (!privateKey || !uhubPassword) throw new Error(`The keychain has no secrets of “${accountName}”`)
  return { privateKey, uhubPassword }
}

function findAccountId(dataFolder: string, accountName: string): string {
  const database = new Database(databasePathOf(dataFolder), { readonly: true })
  try {
    const rows = database.prepare('SELECT id, settings FROM account').all() as { id: string; settings: string }[]
    const found = rows.find(({ settings }) => (JSON.parse(settings) as { name: string }).name === accountName)
    if (found === undefined) throw new Error(`There is no account “${accountName}”`)
    return found.id
  } finally {
    database.close()
  }
}
