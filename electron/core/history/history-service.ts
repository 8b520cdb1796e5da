import { AppError } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { PackFilter, PackRecord, PackRow } from '../../../shared/model/pack-record.ts'
import type { JobStore } from '../jobs/job-store.ts'
import type { CodeKeeper } from './code-keeper.ts'
import type { HistoryStore } from './history-store.ts'

/** What is remembered of all packs. Rejects with `not-found` for a pack that is not. */
export interface HistoryService {
  list(filter: PackFilter, range: { offset: number; limit: number }): { total: number; rows: PackRow[] }
  tags(filter: Pick<PackFilter, 'projectId'>): string[]
  record(id: JobId): PackRecord
  /** The files of a pack's code in batches; none where they are not known. */
  files(id: JobId): AsyncGenerator<CodeFile[], void>
  patch(id: JobId): string | null
}

export interface HistoryServiceOptions {
  readonly store: HistoryStore
  readonly jobStore: JobStore
  readonly keeper: CodeKeeper
}

const filesInBatch = 1000

export function createHistoryService({ store, jobStore, keeper }: HistoryServiceOptions): HistoryService {
  return {
    list: (filter, range) => store.list(filter, range),
    tags: (filter) => store.tags(filter),
    record: (id) => {
      const [stored, job, request] = [store.find(id), jobStore.find(id), jobStore.findRequest(id)]
      if (stored === null || job === null || request === null) throw new AppError('not-found', { what: 'job', id })
      const { projectName, accountName, origin, codeState, manifest } = stored
      return {
        job,
        request,
        projectName,
        accountName,
        origin,
        codeState,
        details: withImagesOf(job, stored.details),
        pushes: store.pushesOf(id),
        tests: jobStore.testsOf(id),
        hasFiles: manifest !== null,
      }
    },
    files: async function* (id) {
      const manifest = store.find(id)?.manifest ?? null
      if (manifest === null) return
      const files = await keeper.files(manifest)
      for (let start = 0; start < files.length; start += filesInBatch) yield files.slice(start, start + filesInBatch)
    },
    patch: (id) => store.patchOf(id),
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
