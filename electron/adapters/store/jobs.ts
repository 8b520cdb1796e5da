import { z } from 'zod'
import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import { JobResult, TestOrigin, type Job, type JobEvent } from '../../../shared/model/job.ts'
import { PackRequest } from '../../../shared/model/pack.ts'
import { TransferOrigin } from '../../../shared/model/transfer.ts'
import type { JobStore } from '../../core/jobs/job-store.ts'
import type { Database } from './open-database.ts'
import { searchText } from './pack-search.ts'
import { durably, jsonColumn, lenientColumn, readRows, safeJson, together, write } from './rows.ts'
import { storedError, StoredEvent, storedKind, storedState } from './stored-job.ts'

const JobRow = z
  .object({
    id: JobId,
    kind: storedKind,
    project_id: ProjectId.nullable(),
    state: storedState,
    started_at: z.number(),
    ended_at: z.number().nullable(),
    error: storedError,
    result: lenientColumn(JobResult, () => null),
    test: lenientColumn(TestOrigin, () => null),
    transfer: lenientColumn(TransferOrigin, () => null),
  })
  .transform(({ project_id, started_at, ended_at, transfer, ...rest }): Job => {
    const kept = transfer === null ? {} : { transfer }
    return { ...rest, projectId: project_id, startedAt: started_at, endedAt: ended_at, ...kept }
  })

/** So many of one kind of a project's jobs; older ones are found by the records of their packs. */
const listedOfKind = 20

const IdRow = z.object({ id: JobId })
const RequestRow = z.object({ request: jsonColumn(PackRequest).nullable() })
const NameRow = z.object({ name: z.string() })
const EventRow = z
  .object({ row: z.string(), seq: z.number().int(), event: jsonColumn(StoredEvent) })
  .transform(({ seq, event }): JobEvent => ({ ...event, seq }))
const SeqRow = z.object({ seq: z.number() })

const columns = 'id, kind, project_id, state, started_at, ended_at, error, result, test, transfer'

export function createJobStore(database: Database): JobStore {
  return {
    insert: (job, request) => together(database, () => insertJob(database, job, request)),
    find: (id) => {
      const sql = `SELECT ${columns} FROM job WHERE id = ?`
      return readRows(database, JobRow, { table: 'job', sql, parameters: [id] })[0] ?? null
    },
    findRequest: (id) => {
      const sql = 'SELECT id, request FROM job WHERE id = ?'
      return readRows(database, RequestRow, { table: 'job', sql, parameters: [id] })[0]?.request ?? null
    },
    ids: () =>
      readRows(database, IdRow, { table: 'job', sql: 'SELECT id FROM job', parameters: [] }).map(({ id }) => id),
    interruptedProjects: () => {
      const sql = `SELECT DISTINCT project_name AS name FROM pack JOIN job ON job.id = job_id WHERE state = 'interrupted'`
      return readRows(database, NameRow, { table: 'job', sql, parameters: [] }).map(({ name }) => name)
    },
    list: () => {
      const sql = `
        WITH placed AS (
          SELECT id AS placed_id,
            row_number() OVER (PARTITION BY project_id, kind ORDER BY started_at DESC, rowid DESC) AS place,
            row_number() OVER (PARTITION BY project_id, kind, state ORDER BY started_at DESC, rowid DESC) AS state_place
          FROM job
        )
        SELECT ${columns} FROM job JOIN placed ON placed_id = id
        WHERE state = 'running' OR place <= ? OR (state = 'succeeded' AND state_place = 1)
        ORDER BY started_at DESC, job.rowid DESC`
      return readRows(database, JobRow, { table: 'job', sql, parameters: [listedOfKind] })
    },
    running: () => {
      const sql = `SELECT ${columns} FROM job WHERE state = 'running' ORDER BY started_at DESC, rowid DESC`
      return readRows(database, JobRow, { table: 'job', sql, parameters: [] })
    },
    endedTestIds: () => {
      const sql = "SELECT id FROM job WHERE kind = 'test' AND state <> 'running'"
      return readRows(database, IdRow, { table: 'job', sql, parameters: [] }).map(({ id }) => id)
    },
    newestTest: (projectId) => {
      const sql = `SELECT ${columns} FROM job WHERE kind = 'test' AND project_id IS ? ORDER BY started_at DESC, rowid DESC LIMIT 1`
      return readRows(database, JobRow, { table: 'job', sql, parameters: [projectId] })[0] ?? null
    },
    testsOf: (packJobId) => {
      const sql = `SELECT ${columns} FROM job WHERE test IS NOT NULL AND test ->> 'packJobId' = ? ORDER BY started_at DESC, rowid DESC`
      return readRows(database, JobRow, { table: 'job', sql, parameters: [packJobId] })
    },
    appendEvent: (id, event) => insertEvent(database, id, event),
    end: (event) => {
      const { job } = event
      durably(database, () => {
        write(database, 'UPDATE job SET state = ?, ended_at = ?, error = ?, result = ? WHERE id = ?', [
          job.state,
          job.endedAt,
          toJson(job.error),
          toJson(job.result),
          job.id,
        ])
        insertEvent(database, job.id, event)
      })
    },
    listEvents: (id, fromSeq) => {
      const sql =
        "SELECT job_id || ' ' || seq AS row, seq, event FROM job_event WHERE job_id = ? AND seq >= ? ORDER BY seq"
      return readRows(database, EventRow, { table: 'job_event', sql, parameters: [id, fromSeq] })
    },
    lastSeq: (id) => {
      const sql = 'SELECT coalesce(max(seq), 0) AS seq FROM job_event WHERE job_id = ?'
      return readRows(database, SeqRow, { table: 'job_event', sql, parameters: [id] })[0]?.seq ?? 0
    },
  }
}

/** Not in a transaction of its own. The record of a pack begins with its job: neither is to be there without the other. */
export function insertJob(database: Database, job: Job, request: PackRequest | null): void {
  write(database, `INSERT INTO job (${columns}, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    job.id,
    job.kind,
    job.projectId,
    job.state,
    job.startedAt,
    job.endedAt,
    toJson(job.error),
    toJson(job.result),
    toJson(job.test),
    toJson(job.transfer ?? null),
    toJson(request === null ? null : PackRequest.parse(request)),
  ])
  if (job.kind === 'pack' && request !== null) insertPack(database, job.id, request)
}

function insertPack(database: Database, id: JobId, request: PackRequest): void {
  const sql = `SELECT (${safeJson('settings')}) ->> 'name' AS name FROM account WHERE id = ?`
  const [account] = readRows(database, NameRow, { table: 'job', sql, parameters: [request.accountId] })
  const accountName = account?.name ?? ''
  const { name, uhubRegistry, imageName, imageTag } = request.project
  write(
    database,
    'INSERT INTO pack (job_id, project_name, account_name, image, tag, search) VALUES (?, ?, ?, ?, ?, ?)',
    [id, name, accountName, `${uhubRegistry}/${imageName}`, imageTag, searchText(request, accountName, null)],
  )
}

function insertEvent(database: Database, id: JobId, event: JobEvent): void {
  write(database, 'INSERT INTO job_event (job_id, seq, event) VALUES (?, ?, ?)', [id, event.seq, JSON.stringify(event)])
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
