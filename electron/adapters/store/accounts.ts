import { z } from 'zod'
import { AccountSettings } from '../../../shared/model/account.ts'
import { AccountId } from '../../../shared/model/ids.ts'
import type { AccountStore } from '../../core/accounts/account-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, keepingUnknown, readRows, safeJson, write } from './rows.ts'

const AccountRow = z.object({ id: AccountId, settings: jsonColumn(AccountSettings) })

const TextRow = z.object({ settings: z.string() })

export function createAccountStore(database: Database): AccountStore {
  return {
    list: () => {
      const sql = `SELECT id, settings FROM account ORDER BY (${safeJson('settings')}) ->> 'name' COLLATE NOCASE, id`
      return readRows(database, AccountRow, { table: 'account', sql, parameters: [] })
    },
    find: (id) => {
      const sql = 'SELECT id, settings FROM account WHERE id = ?'
      return readRows(database, AccountRow, { table: 'account', sql, parameters: [id] })[0] ?? null
    },
    save: ({ id, settings }) => {
      // Parsed on the way in as well: whatever else the object carries, a secret included, stays out of the table.
      const sql = 'SELECT settings FROM account WHERE id = ?'
      const [before] = readRows(database, TextRow, { table: 'account', sql, parameters: [id] })
      const json = keepingUnknown(before?.settings, AccountSettings.parse(settings))
      write(
        database,
        'INSERT INTO account (id, settings) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings',
        [id, json],
      )
    },
    remove: (id) => write(database, 'DELETE FROM account WHERE id = ?', [id]),
  }
}
