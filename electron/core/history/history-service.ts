import { AppError } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { FileDiff, PackComparison, PackFilter, PackRecord, PackRow } from '../../../shared/model/pack-record.ts'
import type { JobStore } from '../jobs/job-store.ts'
import type { BadgeStore } from '../smoke/badge-store.ts'
import type { CodeKeeper } from './code-keeper.ts'
import type { CodeVault } from './code-vault.ts'
import { comparePacks } from './compare-packs.ts'
import { diffFile } from './diff-file.ts'
import type { HistoryStore, StoredPack } from './history-store.ts'
import { packFileText, readPackFile } from './pack-file.ts'
import type { RecordLogs } from './record-log.ts'
import { restoreCode, type RestoreProgress } from './restore-code.ts'
import type { UnfinishedWrites } from './unfinished-writes.ts'

/** What is remembered of all packs. Rejects with `not-found` for a pack that is not. */
export interface HistoryService {
  list(filter: PackFilter, range: { offset: number; limit: number }): { total: number; rows: PackRow[] }
  tags(filter: Pick<PackFilter, 'projectId'>): string[]
  record(id: JobId): PackRecord
  /** The files of a pack's code in batches; none where they are not known. */
  files(id: JobId): AsyncGenerator<CodeFile[], void>
  patch(id: JobId): string | null
  compare(left: JobId, right: JobId): Promise<PackComparison>
  diff(left: JobId, right: JobId, path: string): Promise<FileDiff>
  /** Writes a pack's code into a folder that does not exist yet. Rejects with `not-found` where it is not all kept. */
  restore(id: JobId, folder: string, signal: AbortSignal): AsyncGenerator<RestoreProgress, void>
  /** The record as a file's text, with or without the code. */
  fileText(id: JobId, withCode: boolean): Promise<AsyncIterable<string>>
  /** Takes in a record that is not from here. Rejects with `pack-file-invalid`. */
  importFile(path: string, signal: AbortSignal): Promise<JobId>
  /** Forgets a pack, with all jobs about its images; gives the ids of all that is gone. */
  remove(id: JobId): Promise<JobId[]>
}

export interface HistoryServiceOptions {
  readonly store: HistoryStore
  readonly jobStore: JobStore
  readonly keeper: CodeKeeper
  readonly vault: CodeVault
  readonly logs: RecordLogs
  readonly unfinished: UnfinishedWrites
  readonly badges: Pick<BadgeStore, 'find'>
  readonly redact: (text: string) => string
  readonly onChanged: (id: JobId) => void
}

const filesInBatch = 1000

export function createHistoryService(options: HistoryServiceOptions): HistoryService {
  const { store, jobStore, keeper, vault, logs, badges, unfinished, redact, onChanged } = options

  const record = (id: JobId): PackRecord => {
    const [stored, job, request] = [store.find(id), jobStore.find(id), jobStore.findRequest(id)]
    if (stored === null || job === null || request === null) throw new AppError('not-found', { what: 'job', id })
    const { projectName, accountName, origin, codeState, manifest, details } = stored
    return {
      job,
      request,
      projectName,
      accountName,
      origin,
      codeState,
      details: withImagesOf(job, details),
      pushes: store.pushesOf(id),
      tests: jobStore.testsOf(id),
      hasFiles: manifest !== null,
      hasLog: logs.has(id),
      smoke: details.images.map(({ id: imageId }) => badges.find(imageId)).find((badge) => badge !== null) ?? null,
    }
  }

  const filesOf = async (id: JobId): Promise<CodeFile[] | null> => {
    const manifest = store.find(id)?.manifest ?? null
    return manifest === null ? null : keeper.files(manifest)
  }

  return {
    record,
    list: (filter, range) => store.list(filter, range),
    tags: (filter) => store.tags(filter),
    files: async function* (id) {
      const files = (await filesOf(id)) ?? []
      for (let start = 0; start < files.length; start += filesInBatch) yield files.slice(start, start + filesInBatch)
    },
    patch: (id) => store.patchOf(id),
    compare: async (left, right) => {
      const [before, after] = await Promise.all([filesOf(left), filesOf(right)])
      return comparePacks({ record: record(left), files: before }, { record: record(right), files: after })
    },
    diff: async (left, right, path) => {
      const [before, after] = await Promise.all([filesOf(left), filesOf(right)])
      const named = (file: CodeFile): boolean => file.path === path
      return diffFile(vault, before?.find(named), after?.find(named))
    },
    restore: async function* (id, folder, signal) {
      const files = await filesOf(id)
      const isKept = files?.every(({ sha256 }) => sha256 === null || vault.has(sha256)) ?? false
      if (files === null || !isKept) throw new AppError('not-found', { what: 'file', id })
      yield* restoreCode({ files, vault, unfinished, folder, signal })
    },
    fileText: async (id, withCode) =>
      packFileText({
        record: record(id),
        events: jobStore.listEvents(id, 0),
        files: await filesOf(id),
        patch: store.patchOf(id),
        log: logs.has(id) ? logs.read(id) : null,
        vault: withCode ? vault : null,
        redact,
      }),
    importFile: async (path, signal) => {
      const file = await readPackFile(path)
      const { job, events, request, pushes, patch, projectName, accountName, details } = file
      const kept = file.files === null ? null : await keeper.adopt(file, signal)
      const { manifest, codeState } = kept ?? { manifest: null, codeState: 'none' }
      const stored: StoredPack = { projectName, accountName, origin: 'imported', details, manifest, codeState }
      store.insert({ job, events, request, pushes, patch, stored })
      // A log without a record would be cleared away.
      if (file.log !== null) await logs.keep(job.id, file.log)
      onChanged(job.id)
      return job.id
    },
    remove: async (id) => {
      const { job, tests } = record(id)
      if ([job, ...tests].some(({ state }) => state === 'running')) throw new AppError('already-running', { jobId: id })
      const gone = store.remove(id)
      onChanged(id)
      await keeper.tidy()
      return gone
    },
  }
}

/** Packs made before records were kept have told of their images in their result alone. */
function withImagesOf(job: Job, details: PackRecord['details']): PackRecord['details'] {
  const { result } = job
  if (result?.kind !== 'pack') return details
  const { images, bases, code } = details
  const { cpu, gpu } = result.baseImages
  return {
    ...details,
    images:
      images.length > 0
        ? images
        : result.images.map(({ lane, name, id, sizeBytes }) => ({ lane, name, id, sizeBytes, layers: [] })),
    bases:
      bases.length > 0
        ? bases
        : (['cpu', 'gpu'] as const).flatMap((lane) => {
            const reference = lane === 'cpu' ? cpu : gpu
            return reference === null ? [] : [{ lane, reference, id: null, digest: null }]
          }),
    code: code ?? { digest: '', fileCount: result.fileCount, sizeBytes: result.codeBytes },
  }
}
