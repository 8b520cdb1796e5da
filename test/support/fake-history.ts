import type { AppContract } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import type { CodeFile } from '../../shared/model/code-file.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { PackFilter, PackRecord, PackRow } from '../../shared/model/pack-record.ts'

type HistoryName = Extract<keyof Handlers<AppContract>, `history.${string}`>

/** What a main process in memory remembers of packs. */
export interface FakeHistory {
  readonly records: PackRecord[]
  readonly files: Map<JobId, CodeFile[]>
}

export function historyHandlers(history: FakeHistory): Pick<Handlers<AppContract>, HistoryName> {
  const find = (id: JobId): PackRecord => {
    const found = history.records.find(({ job }) => job.id === id)
    if (found === undefined) throw new AppError('not-found', { what: 'job', id })
    return found
  }
  return {
    'history.list': ({ filter, offset, limit }) => {
      const rows = history.records.map(rowOf).filter((row) => isIn(row, filter))
      return { total: rows.length, rows: rows.slice(offset, offset + limit) }
    },
    'history.tags': () => [...new Set(history.records.map(({ request }) => request.project.imageTag))].sort(),
    'history.record': find,
    'history.files': async function* (id) {
      await Promise.resolve()
      yield history.files.get(id) ?? []
    },
    'history.patch': () => null,
  }
}

function rowOf({ job, request, projectName, origin, pushes }: PackRecord): PackRow {
  const { id, projectId, state, startedAt, endedAt, error } = job
  const { uhubRegistry, imageName, imageTag: tag } = request.project
  const image = `${uhubRegistry}/${imageName}`
  return { id, projectId, projectName, state, startedAt, endedAt, error, image, tag, origin, pushCount: pushes.length }
}

function isIn(row: PackRow, { projectId, states, tag, text }: PackFilter): boolean {
  return (
    (projectId === null || row.projectId === projectId) &&
    (states.length === 0 || states.includes(row.state)) &&
    (tag === null || row.tag === tag) &&
    JSON.stringify(row).toLowerCase().includes(text.toLowerCase())
  )
}
