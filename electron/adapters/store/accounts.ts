import { z } from 'zod'
import { AccountSettings } from '../../../shared/model/account.ts'
import { AccountId } from '../../../shared/model/ids.ts'
import type { AccountStore } from '../../core/accounts/account-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, readRows, write } from './rows.ts'

const AccountRow = z.object({ id: AccountId, settings: jsonColumn(AccountSettings) })

export function createAccountStore(database: Database): AccountStore {
  return {
    list: () => {
      const sql = `SELECT id, settings FROM account ORDER BY settings ->> 'name' COLLATE NOCASE, id`
      return readRows(database, AccountRow, { sql, parameters: [] })
    },
    find: (id) => {
      const sql = 'SELECT id, settings FROM account WHERE id = ?'
      return readRows(database, AccountRow, { sql, parameters: [id] })[0] ?? null
    },
    save: ({ id, settings }) => {
      // Parsed on the way in as well: whatever else the object carries, a secret included, stays out of the table.
      const json = JSON.stringify(AccountSettings.parse(settings))
      write(
        database,
        'INSERT INTO account (id, settings) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings',
        [id, json],
      )
    },
    remove: (id) => write(database, 'DELETE FROM account WHERE id = ?', [id]),
  }
}
