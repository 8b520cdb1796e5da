import { z } from 'zod'
import type { Upload } from '../../core/jobs/upload-speed.ts'
import type { Database } from './open-database.ts'
import { readRows, safeJson, write } from './rows.ts'

const UploadRow = z.object({ bytes: z.number(), ms: z.number() })

/**
 * What the newest packs pushed to a host, and how long that took, and what was measured among them; pushes that did not
 * come to their end are left out.
 */
export function listUploads(database: Database, host: string, limit: number): Upload[] {
  const sql = `
    SELECT (${safeJson('ended.event')}) ->> '$.bytes' AS bytes, ((${safeJson('ended.event')}) ->> '$.at') - ((${safeJson('started.event')}) ->> '$.at') AS ms,
      job.started_at AS at
    FROM job
    JOIN job_event AS started ON started.job_id = job.id
      AND (${safeJson('started.event')}) ->> '$.stage' = 'push' AND (${safeJson('started.event')}) ->> '$.state' = 'started'
    JOIN job_event AS ended ON ended.job_id = job.id
      AND (${safeJson('ended.event')}) ->> '$.stage' = 'push' AND (${safeJson('ended.event')}) ->> '$.state' = 'done'
    WHERE job.kind = 'pack' AND (${safeJson('ended.event')}) ->> '$.bytes' IS NOT NULL
      AND CASE (${safeJson('job.request')}) ->> '$.project.internalUhub'
        WHEN 1 THEN (${safeJson('job.request')}) ->> '$.uhubInternalHost' ELSE (${safeJson('job.request')}) ->> '$.uhubHost' END = ?
    UNION ALL SELECT bytes, ms, at FROM measured_upload WHERE host = ?
    ORDER BY at DESC LIMIT ?`
  return readRows(database, UploadRow, { table: 'job_event', sql, parameters: [host, host, limit] })
}

/** Of a host the newest one is kept. */
export function keepMeasured(database: Database, host: string, { bytes, ms, at }: Upload & { at: number }): void {
  const sql = 'INSERT OR REPLACE INTO measured_upload (host, at, bytes, ms) VALUES (?, ?, ?, ?)'
  write(database, sql, [host, at, bytes, ms])
}
