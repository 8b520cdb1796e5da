import { z } from 'zod'
import { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import { ProjectSettings, type Project } from '../../../shared/model/project.ts'
import type { ProjectStore } from '../../core/projects/project-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, readRows, write } from './rows.ts'

/** The account is a column of its own, so that the database keeps the reference right. */
const KeptSettings = ProjectSettings.omit({ accountId: true })

const ProjectRow = z
  .object({
    id: ProjectId,
    account_id: AccountId.nullable(),
    settings: jsonColumn(KeptSettings),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row): Project => {
    return {
      ...row.settings,
      id: row.id,
      accountId: row.account_id,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
  })

const columns = 'id, account_id, settings, created_at, updated_at'

export function createProjectStore(database: Database): ProjectStore {
  return {
    list: () => {
      const sql = `SELECT ${columns} FROM project ORDER BY updated_at DESC, id`
      return readRows(database, ProjectRow, { sql, parameters: [] })
    },
    find: (id) => {
      const sql = `SELECT ${columns} FROM project WHERE id = ?`
      return readRows(database, ProjectRow, { sql, parameters: [id] })[0] ?? null
    },
    save: (project) =>
      write(
        database,
        `INSERT INTO project (${columns}) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET
           account_id = excluded.account_id, settings = excluded.settings, updated_at = excluded.updated_at`,
        [
          project.id,
          project.accountId,
          JSON.stringify(KeptSettings.parse(project)),
          project.createdAt,
          project.updatedAt,
        ],
      ),
    remove: (id) => write(database, 'DELETE FROM project WHERE id = ?', [id]),
  }
}
