import { z } from 'zod'
import type { BlobIndex } from '../../core/history/blob-index.ts'
import type { Database } from './open-database.ts'
import { readRows, together, write } from './rows.ts'

const BlobRow = z.object({ sha256: z.string(), stored_bytes: z.number() })
const SumRow = z.object({ sum: z.number() })

export function createBlobIndex(database: Database): BlobIndex {
  return {
    has: (sha256) => database.prepare('SELECT 1 FROM code_blob WHERE sha256 = ?').get([sha256]) !== undefined,
    add: (sha256, storedBytes) =>
      write(database, 'INSERT OR REPLACE INTO code_blob (sha256, stored_bytes) VALUES (?, ?)', [sha256, storedBytes]),
    remove: (sha256s) => {
      together(database, () => {
        for (const sha256 of sha256s) write(database, 'DELETE FROM code_blob WHERE sha256 = ?', [sha256])
      })
    },
    sizes: () => {
      const sql = 'SELECT sha256, stored_bytes FROM code_blob'
      const rows = readRows(database, BlobRow, { table: 'code_blob', sql, parameters: [] })
      return new Map(rows.map(({ sha256, stored_bytes }) => [sha256, stored_bytes]))
    },
    totalBytes: () => {
      const sql = 'SELECT coalesce(sum(stored_bytes), 0) AS sum FROM code_blob'
      return readRows(database, SumRow, { table: 'code_blob', sql, parameters: [] })[0]?.sum ?? 0
    },
  }
}
