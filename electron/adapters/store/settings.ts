import { z } from 'zod'
import type { Database } from './open-database.ts'
import { readRows, write } from './rows.ts'

const ValueRow = z.object({ value: z.coerce.number() })

/** What the user has set for the app as a whole. */
export interface SettingStore {
  number(name: 'codeBudgetBytes'): number | null
  setNumber(name: 'codeBudgetBytes', value: number): void
}

export function createSettingStore(database: Database): SettingStore {
  return {
    number: (name) => {
      const sql = 'SELECT name, value FROM setting WHERE name = ?'
      return readRows(database, ValueRow, { table: 'setting', sql, parameters: [name] })[0]?.value ?? null
    },
    setNumber: (name, value) =>
      write(database, 'INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)', [name, String(value)]),
  }
}
