import { z } from 'zod'
import { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import { ProjectSettings, type Project } from '../../../shared/model/project.ts'
import { WarningKey } from '../../../shared/model/scan.ts'
import type { KnownProjectFile, ProjectStore } from '../../core/projects/project-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, keepingUnknown, lenientColumn, readRows, write } from './rows.ts'

/** The account is a column of its own, so that the database keeps the reference right. */
const KeptSettings = ProjectSettings.omit({ accountId: true })

const ProjectRow = z
  .object({
    id: ProjectId,
    account_id: AccountId.nullable(),
    settings: jsonColumn(KeptSettings),
    created_at: z.number(),
    updated_at: z.number(),
    archived: z.number(),
    file_path: z.string().nullable(),
    kept_warnings: lenientColumn(z.array(WarningKey), () => []),
  })
  .transform((row): Project => {
    return {
      ...row.settings,
      id: row.id,
      accountId: row.account_id,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      archived: row.archived !== 0,
      filePath: row.file_path,
      keptWarnings: row.kept_warnings ?? [],
    }
  })

const FileRow = z
  .object({ path: z.string(), project_id: ProjectId, digest: z.string() })
  .transform(({ path, project_id, digest }): KnownProjectFile => ({ path, projectId: project_id, digest }))

const TextRow = z.object({ settings: z.string() })

const columns = 'id, account_id, settings, created_at, updated_at, archived, kept_warnings'
const rows = `SELECT ${columns}, path AS file_path FROM project LEFT JOIN project_file ON project_id = id`

export function createProjectStore(database: Database): ProjectStore {
  return {
    list: () => {
      const sql = `${rows} ORDER BY updated_at DESC, id`
      return readRows(database, ProjectRow, { table: 'project', sql, parameters: [] })
    },
    find: (id) => {
      const sql = `${rows} WHERE id = ?`
      return readRows(database, ProjectRow, { table: 'project', sql, parameters: [id] })[0] ?? null
    },
    save: (project) => {
      const sql = 'SELECT settings FROM project WHERE id = ?'
      const [before] = readRows(database, TextRow, { table: 'project', sql, parameters: [project.id] })
      write(
        database,
        `INSERT INTO project (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET
           account_id = excluded.account_id, settings = excluded.settings, updated_at = excluded.updated_at,
           archived = excluded.archived, kept_warnings = excluded.kept_warnings`,
        [
          project.id,
          project.accountId,
          keepingUnknown(before?.settings, KeptSettings.parse(project)),
          project.createdAt,
          project.updatedAt,
          project.archived ? 1 : 0,
          JSON.stringify(project.keptWarnings),
        ],
      )
    },
    remove: (id) => write(database, 'DELETE FROM project WHERE id = ?', [id]),
    findFile: (path) => {
      const sql = 'SELECT path, project_id, digest FROM project_file WHERE path = ?'
      return readRows(database, FileRow, { table: 'project', sql, parameters: [path] })[0] ?? null
    },
    saveFile: ({ path, projectId, digest }) => {
      const sql = 'INSERT OR REPLACE INTO project_file (path, project_id, digest) VALUES (?, ?, ?)'
      write(database, sql, [path, projectId, digest])
    },
  }
}
