import { z } from 'zod'
import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import { PackRequest } from '../../../shared/model/pack.ts'
import {
  CodeState,
  PackDetails,
  type PackFilter,
  type PackRow,
  type RecordedPush,
} from '../../../shared/model/pack-record.ts'
import { SmokeBadge } from '../../../shared/model/smoke.ts'
import type { HistoryStore, StoredPack } from '../../core/history/history-store.ts'
import { createJobStore, insertJob } from './jobs.ts'
import type { Database } from './open-database.ts'
import { searchText } from './pack-search.ts'
import { durably, jsonColumn, lenientColumn, readRows, safeJson, write } from './rows.ts'
import { storedError, storedOrigin, storedState } from './stored-job.ts'

const ListedRow = z
  .object({
    id: JobId,
    project_id: ProjectId.nullable(),
    project_name: z.string(),
    state: storedState,
    started_at: z.number(),
    ended_at: z.number().nullable(),
    error: storedError,
    image: z.string(),
    tag: z.string(),
    origin: storedOrigin,
    push_count: z.number(),
    smoke: lenientColumn(SmokeBadge, () => null),
  })
  .transform(({ project_id, project_name, started_at, ended_at, push_count, ...rest }): PackRow => {
    return {
      ...rest,
      projectId: project_id,
      projectName: project_name,
      startedAt: started_at,
      endedAt: ended_at,
      pushCount: push_count,
    }
  })

const StoredRow = z
  .object({
    project_name: z.string(),
    account_name: z.string(),
    origin: storedOrigin,
    details: jsonColumn(PackDetails),
    manifest: z.string().nullable(),
    code_state: CodeState.catch('none'),
  })
  .transform(({ project_name, account_name, code_state, ...rest }): StoredPack => {
    return { ...rest, projectName: project_name, accountName: account_name, codeState: code_state }
  })

const PushRow = z
  .object({ reference: z.string(), digest: z.string(), at: z.number(), account_name: z.string() })
  .transform(({ account_name, ...rest }): RecordedPush => ({ ...rest, accountName: account_name }))

const IdRow = z.object({ id: JobId })
const TagRow = z.object({ tag: z.string() })
const ManifestRow = z
  .object({ id: JobId, manifest: z.string(), code_state: CodeState.catch('kept') })
  .transform(({ code_state, ...rest }) => ({ ...rest, codeState: code_state }))
const RootRow = z.object({ id: JobId, root: z.string() })
const PatchRow = z.object({ patch: z.string().nullable() })
const RequestRow = z.object({ request: jsonColumn(PackRequest) })

const packs = "job JOIN pack ON pack.job_id = job.id WHERE job.kind = 'pack'"
/** For conditions that few packs meet: they are looked at before anything is put in order. */
const packsFirst = "pack CROSS JOIN job ON job.id = pack.job_id WHERE job.kind = 'pack'"
const listed = `job.id, job.project_id, pack.project_name, job.state, job.started_at, job.ended_at, job.error,
  pack.image, pack.tag, pack.origin, (SELECT count(*) FROM pack_push WHERE pack_push.job_id = job.id) AS push_count,
  (SELECT badge FROM smoke_badge WHERE image_id IN
    (SELECT CASE WHEN image.type = 'object' THEN image.value ->> 'id' END
      FROM json_each(${safeJson('pack.details')}, '$.images') AS image)) AS smoke`

export function createHistoryStore(database: Database): HistoryStore {
  const jobs = createJobStore(database)
  const find = (id: JobId): StoredPack | null => {
    const sql = `SELECT job_id, project_name, account_name, origin, details, manifest, code_state FROM pack WHERE job_id = ?`
    return readRows(database, StoredRow, { table: 'pack', sql, parameters: [id] })[0] ?? null
  }
  const setDetails: HistoryStore['setDetails'] = (id, details) => {
    const sql = 'SELECT id, request FROM job WHERE id = ?'
    const request = readRows(database, RequestRow, { table: 'pack', sql, parameters: [id] })[0]?.request
    const search = request === undefined ? '' : searchText(request, find(id)?.accountName ?? '', details)
    const json = JSON.stringify(PackDetails.parse(details))
    write(database, 'UPDATE pack SET details = ?, search = ? WHERE job_id = ?', [json, search, id])
  }
  const addPush: HistoryStore['addPush'] = (id, { reference, digest, at, accountName }) =>
    write(database, 'INSERT INTO pack_push (job_id, reference, digest, at, account_name) VALUES (?, ?, ?, ?, ?)', [
      id,
      reference,
      digest,
      at,
      accountName,
    ])
  return {
    find,
    list: (filter, { offset, limit }) => {
      const { sql: conditions, parameters } = conditionsOf(filter)
      const from = `${filter.tag === null && filter.text.trim() === '' ? packs : packsFirst}${conditions}`
      const newestFirst = 'ORDER BY job.started_at DESC, job.rowid DESC'
      // Every condition is looked at once: the page is taken from what that has found, thousands at times.
      const found = database.prepare(`SELECT job.id FROM ${from} ${newestFirst}`).raw().all(parameters) as [string][]
      const page = found.slice(offset, offset + limit).map(([id]) => id)
      const sql = `SELECT ${listed} FROM ${packs} AND job.id IN (SELECT value FROM json_each(?)) ${newestFirst}`
      return {
        total: found.length,
        rows: readRows(database, ListedRow, { table: 'pack', sql, parameters: [JSON.stringify(page)] }),
      }
    },
    tags: ({ projectId }) => {
      const own = projectId === null ? '' : ' AND job.project_id = ?'
      const sql = `SELECT DISTINCT pack.tag FROM ${packs}${own} ORDER BY pack.tag`
      const parameters = projectId === null ? [] : [projectId]
      return readRows(database, TagRow, { table: 'pack', sql, parameters }).map(({ tag }) => tag)
    },
    setDetails,
    setCode: (id, { manifest, codeState }) =>
      write(database, 'UPDATE pack SET manifest = ?, code_state = ? WHERE job_id = ?', [manifest, codeState, id]),
    withManifest: () => {
      const sql = `SELECT job.id, manifest, code_state FROM ${packs} AND manifest IS NOT NULL ORDER BY job.started_at DESC`
      return readRows(database, ManifestRow, { table: 'pack', sql, parameters: [] })
    },
    beingKept: () => {
      const sql = `SELECT job.id, (${safeJson('request')}) ->> '$.project.codePath' AS root FROM ${packs} AND code_state = 'keeping'`
      return readRows(database, RootRow, { table: 'pack', sql, parameters: [] })
    },
    patchOf: (id) => {
      const sql = 'SELECT patch FROM pack WHERE job_id = ?'
      return readRows(database, PatchRow, { table: 'pack', sql, parameters: [id] })[0]?.patch ?? null
    },
    setPatch: (id, patch) => write(database, 'UPDATE pack SET patch = ? WHERE job_id = ?', [patch, id]),
    addPush,
    insert: ({ job, events, request, stored, pushes, patch }) => {
      durably(database, () => {
        insertJob(database, job, request)
        for (const event of events) jobs.appendEvent(job.id, event)
        const { projectName, accountName, origin, manifest, codeState, details } = stored
        write(
          database,
          `UPDATE pack SET project_name = ?, account_name = ?, origin = ?, manifest = ?, code_state = ?, patch = ?
           WHERE job_id = ?`,
          [projectName, accountName, origin, manifest, codeState, patch, job.id],
        )
        setDetails(job.id, details)
        for (const push of pushes) addPush(job.id, push)
      })
    },
    remove: (id) => {
      const sql = `DELETE FROM job WHERE id = ? OR (test IS NOT NULL AND test ->> 'packJobId' = ?)
        OR (transfer IS NOT NULL AND (${safeJson('transfer')}) ->> 'packJobId' = ?) RETURNING id`
      return readRows(database, IdRow, { table: 'pack', sql, parameters: [id, id, id] }).map((row) => row.id)
    },
    pushesOf: (id) => {
      const sql = 'SELECT reference, digest, at, account_name FROM pack_push WHERE job_id = ? ORDER BY at, rowid'
      return readRows(database, PushRow, { table: 'pack', sql, parameters: [id] })
    },
  }
}

/** Each starts with ` AND `. */
function conditionsOf({ projectId, states, tag, since, until, text }: PackFilter): {
  sql: string
  parameters: unknown[]
} {
  const conditions: { sql: string; parameters: readonly unknown[] }[] = []
  if (projectId !== null) conditions.push({ sql: 'job.project_id = ?', parameters: [projectId] })
  if (states.length > 0) {
    conditions.push({ sql: `job.state IN (${states.map(() => '?').join(', ')})`, parameters: states })
  }
  if (tag !== null) conditions.push({ sql: 'pack.tag = ?', parameters: [tag] })
  if (since !== null) conditions.push({ sql: 'job.started_at >= ?', parameters: [since] })
  if (until !== null) conditions.push({ sql: 'job.started_at < ?', parameters: [until] })
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    conditions.push({ sql: 'instr(pack.search, ?) > 0', parameters: [word] })
  }
  return {
    sql: conditions.map(({ sql }) => ` AND ${sql}`).join(''),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  }
}
