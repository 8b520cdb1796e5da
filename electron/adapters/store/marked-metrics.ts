import { z } from 'zod'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { MarkedStore } from '../../core/runs/metrics/marked-store.ts'
import type { Database } from './open-database.ts'
import { readRows, together, write } from './rows.ts'

const NameRow = z.object({ name: z.string() })

export function createMarkedStore(database: Database): MarkedStore {
  return {
    list: (projectId: ProjectId) => {
      const sql = 'SELECT name FROM curve_name WHERE project_id = ? ORDER BY rowid'
      return readRows(database, NameRow, { table: 'curve_name', sql, parameters: [projectId] }).map(({ name }) => name)
    },
    replace: (projectId, names) =>
      together(database, () => {
        write(database, 'DELETE FROM curve_name WHERE project_id = ?', [projectId])
        for (const name of names) {
          write(database, 'INSERT OR IGNORE INTO curve_name (project_id, name) VALUES (?, ?)', [projectId, name])
        }
      }),
  }
}
