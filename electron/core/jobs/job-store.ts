import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Job, JobEvent } from '../../../shared/model/job.ts'
import type { PackRequest } from '../../../shared/model/pack.ts'

type EndedEvent = Extract<JobEvent, { type: 'ended' }>

/** The journal of all jobs. Synchronous: a row is a fraction of a millisecond, and order is kept for free. */
export interface JobStore {
  /** `request` is what a pack was asked to do, so that it can be tested and packed again. */
  insert(job: Job, request: PackRequest | null): void
  find(id: JobId): Job | null
  findRequest(id: JobId): PackRequest | null
  ids(): JobId[]
  /** Names of the projects that a pack was interrupted of. */
  interruptedProjects(): string[]
  /** All that run, and of each kind of a project's jobs the newest ones, those that succeeded among them; newest first. */
  list(): Job[]
  running(): Job[]
  endedTestIds(): JobId[]
  /** Null when nothing of the project was tested yet. */
  newestTest(projectId: ProjectId | null): Job | null
  /** The test runs of a pack's images, newest first. */
  testsOf(packJobId: JobId): Job[]
  appendEvent(id: JobId, event: JobEvent): void
  /** Keeps the ended job and its last event, both or neither. */
  end(event: EndedEvent): void
  /** In order, those with this sequence number or a higher one. */
  listEvents(id: JobId, fromSeq: number): JobEvent[]
  /** Of the last event, also of one that cannot be read; 0 without one. */
  lastSeq(id: JobId): number
}
