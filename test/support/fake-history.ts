import type { AppContract } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import type { CodeFile } from '../../shared/model/code-file.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { comparePacks } from '../../electron/core/history/compare-packs.ts'
import type { FileDiff, ImageTruth, PackFilter, PackRecord, PackRow } from '../../shared/model/pack-record.ts'

type HistoryName = Extract<keyof Handlers<AppContract>, `history.${string}`>

/** What a main process in memory remembers of packs. */
export interface FakeHistory {
  readonly records: PackRecord[]
  readonly files: Map<JobId, CodeFile[]>
  readonly truths: Map<JobId, ImageTruth[]>
  /** By path. */
  readonly diffs: Map<string, FileDiff>
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
    'history.checkImages': async function* (id) {
      await Promise.resolve()
      yield history.truths.get(id) ?? []
    },
    'history.compare': ({ left, right }) => {
      const [before, after] = [left, right].map((id) => ({ record: find(id), files: history.files.get(id) ?? null }))
      if (before === undefined || after === undefined) throw new AppError('not-found', { what: 'job', id: left })
      return comparePacks(before, after)
    },
    'history.diff': ({ path }) => history.diffs.get(path) ?? { kind: 'not-kept' },
    'history.restoreCode': async function* () {
      await Promise.resolve()
      yield [{ fileCount: 1, totalFiles: 1 }]
      return '/home/lin/restored'
    },
    'history.saveCommands': () => null,
    'history.exportFile': () => null,
    'history.importFile': () => null,
    'history.rebuild': () => 2,
    'history.planRemoval': (id) => ({
      images: find(id).details.images.map(({ id: imageId, name, sizeBytes, lane }) => {
        const otherNames = lane === 'gpu' ? [name.replace(/:[^:]+$/, ':stable')] : []
        return { id: imageId, name, sizeBytes, ownBytes: 1_204_331, otherNames, sharesLayers: true }
      }),
    }),
    'history.removeImages': () => [],
    'history.remove': (id) => {
      history.records.splice(history.records.indexOf(find(id)), 1)
    },
    'history.room': () => ({ budgetBytes: 2_000_000_000, usedBytes: 137_000_000 }),
    'history.setBudget': (budgetBytes) => ({ budgetBytes, usedBytes: 137_000_000 }),
  }
}

function rowOf({ job, request, projectName, origin, pushes, smoke }: PackRecord): PackRow {
  const { id, projectId, state, startedAt, endedAt, error } = job
  const { uhubRegistry, imageName, imageTag: tag } = request.project
  const image = `${uhubRegistry}/${imageName}`
  const about = { id, projectId, projectName, state, startedAt, endedAt, error, image, tag, origin }
  return { ...about, pushCount: pushes.length, smoke }
}

function isIn(row: PackRow, { projectId, states, tag, text }: PackFilter): boolean {
  return (
    (projectId === null || row.projectId === projectId) &&
    (states.length === 0 || states.includes(row.state)) &&
    (tag === null || row.tag === tag) &&
    JSON.stringify(row).toLowerCase().includes(text.toLowerCase())
  )
}
