import type { JobId } from '../../../shared/model/ids.ts'
import type { Job, JobEvent } from '../../../shared/model/job.ts'
import type { PackRequest } from '../../../shared/model/pack.ts'
import type {
  CodeState,
  PackDetails,
  PackFilter,
  PackOrigin,
  PackRow,
  RecordedPush,
} from '../../../shared/model/pack-record.ts'

/** What is kept of a pack beside its job. */
export interface StoredPack {
  readonly projectName: string
  readonly accountName: string
  readonly origin: PackOrigin
  readonly details: PackDetails
  /** SHA-256 of the list of its files; null while there is none. */
  readonly manifest: string | null
  readonly codeState: CodeState
}

export interface ForeignRecord {
  readonly job: Job
  readonly events: readonly JobEvent[]
  readonly request: PackRequest
  readonly stored: StoredPack
  readonly pushes: readonly RecordedPush[]
  readonly patch: string | null
}

/** The records of all packs. A pack gets its record with its job, and loses it with that. */
export interface HistoryStore {
  find(id: JobId): StoredPack | null
  /** The packs of a filter, newest first, and how many there are. */
  list(filter: PackFilter, range: { offset: number; limit: number }): { total: number; rows: PackRow[] }
  /** All tags that packs have, of one project or of all, in order. */
  tags(filter: Pick<PackFilter, 'projectId'>): string[]
  setDetails(id: JobId, details: PackDetails): void
  setCode(id: JobId, code: { manifest: string; codeState: CodeState }): void
  /** All that have a list of their files, newest first. */
  withManifest(): { id: JobId; manifest: string; codeState: CodeState }[]
  /** Those whose code was being kept when the app ended, with their code folders. */
  beingKept(): { id: JobId; root: string }[]
  patchOf(id: JobId): string | null
  setPatch(id: JobId, patch: string): void
  addPush(id: JobId, push: RecordedPush): void
  pushesOf(id: JobId): RecordedPush[]
  /** A record that was not made here, with its job and its events. */
  insert(record: ForeignRecord): void
  /** With the test runs, pushes and pulls of its images; gives the ids of all that is gone. */
  remove(id: JobId): JobId[]
}
