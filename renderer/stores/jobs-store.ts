import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job, JobKind } from '../../shared/model/job.ts'
import type { RunOptions } from '../../shared/model/run-options.ts'
import type { TestTarget } from '../../shared/model/test-run.ts'
import type { AppClient } from '../ipc/app-client.ts'

export interface PackOptions {
  readonly push: boolean
  /** Without the gate that the project has before it. */
  readonly skipsSmoke?: boolean
  /** What is to run of it once it is made. */
  readonly thenTest?: Omit<TestWish, 'packJobId'> | undefined
}

export interface JobsState {
  /** Newest first. */
  readonly jobs: readonly Job[]
  readonly load: () => Promise<void>
  readonly startPack: (projectId: ProjectId, options: PackOptions) => Promise<JobId>
  readonly startPackages: (projectId: ProjectId) => Promise<JobId>
  readonly startTest: (wish: TestWish) => Promise<JobId>
  /** Lets a test end by itself; its end is told like any other. */
  readonly stop: (id: JobId) => Promise<void>
  readonly startSandbox: () => Promise<JobId>
  /** Resolves when the job has ended and has cleaned up. */
  readonly cancel: (id: JobId) => Promise<void>
}

/** Without options the test gets those of the project's newest one. */
export interface TestWish {
  readonly packJobId: JobId
  readonly target: TestTarget
  readonly options?: RunOptions | undefined
}

export type JobsStore = StoreApi<JobsState>

export function createJobsStore(client: AppClient): JobsStore {
  const store = createStore<JobsState>()((set) => ({
    jobs: [],
    async load() {
      const listed = await client.call('jobs.list', undefined)
      set((state) => ({ jobs: listed.reduce(withJob, state.jobs) }))
    },
    startPack: (projectId, options) => client.call('jobs.startPack', { projectId, ...options }),
    startPackages: (projectId) => client.call('jobs.startPackages', projectId),
    startTest: (wish) => client.call('jobs.startTest', wish),
    stop: (id) => client.call('jobs.stop', id),
    startSandbox: () => client.call('jobs.startSandbox', undefined),
    cancel: (id) => client.call('jobs.cancel', id),
  }))
  client.on('jobs.changed', (job) => store.setState((state) => ({ jobs: withJob(state.jobs, job) })))
  client.on('jobs.removed', (ids) => {
    store.setState((state) => ({ jobs: state.jobs.filter(({ id }) => !ids.includes(id)) }))
  })
  return store
}

/** A job that has ended stays ended: a list asked for earlier may arrive after the news of its end. */
export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const known = jobs.find((one) => one.id === job.id)
  if (known === undefined) return [...jobs, job].toSorted((a, b) => b.startedAt - a.startedAt)
  if (known.state !== 'running' && job.state === 'running') return jobs
  return jobs.map((one) => (one === known ? job : one))
}

export function findJob(state: JobsState, id: JobId | null): Job | undefined {
  return state.jobs.find((job) => job.id === id)
}

export function jobsOf(jobs: readonly Job[], projectId: ProjectId, kind: JobKind): readonly Job[] {
  return jobs.filter((job) => job.projectId === projectId && job.kind === kind)
}

export function runningJob(jobs: readonly Job[], projectId: ProjectId, kind: JobKind): Job | undefined {
  return jobs.find((job) => job.projectId === projectId && job.kind === kind && job.state === 'running')
}

/** The newest pack that made images, which is what a test runs. */
export function lastPacked(jobs: readonly Job[], projectId: ProjectId): Job | undefined {
  return jobs.find((job) => job.projectId === projectId && job.kind === 'pack' && job.state === 'succeeded')
}

/** What a project's row tells of: what runs now, else its newest pack. */
export function tellingJob(jobs: readonly Job[], projectId: ProjectId): Job | undefined {
  const own = jobs.filter((job) => job.projectId === projectId && isTold(job))
  return own.find((job) => job.state === 'running') ?? own.find((job) => job.kind === 'pack')
}

/** The same for every project at once. */
export function tellingJobs(jobs: readonly Job[]): ReadonlyMap<ProjectId, Job> {
  const telling = new Map<ProjectId, Job>()
  for (const job of jobs) {
    if (job.projectId === null || !isTold(job)) continue
    const known = telling.get(job.projectId)
    if (known?.state === 'running') continue
    if (job.state === 'running' || (known === undefined && job.kind === 'pack')) telling.set(job.projectId, job)
  }
  return telling
}

/** An open terminal says nothing of how far a project is. */
function isTold({ kind }: Job): boolean {
  return kind !== 'terminal'
}
