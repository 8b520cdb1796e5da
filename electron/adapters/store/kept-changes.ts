import { z } from 'zod'
import { KeptChange } from '../../../shared/model/packages.ts'
import type { KeptChangeStore } from '../../core/packages/kept-change-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, readRows, write } from './rows.ts'

const ChangeRow = z.object({ change: jsonColumn(KeptChange) })
const DigestRow = z.object({ digest: z.string() })

export function createKeptChangeStore(database: Database): KeptChangeStore {
  return {
    list: (projectId) => {
      const sql = 'SELECT digest, change FROM kept_change WHERE project_id = ? ORDER BY rowid'
      const rows = readRows(database, ChangeRow, { table: 'kept_change', sql, parameters: [projectId] })
      return rows.map(({ change }) => change)
    },
    add: (projectId, change) => {
      const sql = 'INSERT OR IGNORE INTO kept_change (project_id, digest, change) VALUES (?, ?, ?)'
      write(database, sql, [projectId, change.digest, JSON.stringify(change)])
    },
    remove: (projectId, digest) => {
      write(database, 'DELETE FROM kept_change WHERE project_id = ? AND digest = ?', [projectId, digest])
    },
    digests: () => {
      const sql = 'SELECT DISTINCT digest FROM kept_change'
      return readRows(database, DigestRow, { table: 'kept_change', sql, parameters: [] }).map(({ digest }) => digest)
    },
  }
}
