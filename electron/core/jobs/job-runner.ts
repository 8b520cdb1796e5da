import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { AppError, isCancelled } from '../../../shared/errors.ts'
import { JobId, type ProjectId } from '../../../shared/model/ids.ts'
import type { Job, JobKind, JobResult, JobUpdate, TestOrigin } from '../../../shared/model/job.ts'
import type { PackRequest } from '../../../shared/model/pack.ts'
import type { TransferOrigin } from '../../../shared/model/transfer.ts'
import { failureOf } from '../async/failure-of.ts'
import type { Logger } from '../logs/logger.ts'
import type { Redactor } from '../logs/redactor.ts'
import type { Clock } from '../ports/clock.ts'
import type { JobActivity } from './activity.ts'
import type { LineCounts } from '../logs/line-index.ts'
import { createJobLog, reopenJobLog, type JobLog, type LineObserver } from './job-log.ts'
import { JobInterrupted } from './job-interrupted.ts'
import type { JobProcesses } from './job-processes.ts'
import type { JobStore } from './job-store.ts'
import type { PackFact } from './pack-fact.ts'
import { createRunningJob, type JobOutcome, type RunningJob } from './running-job.ts'
import { watchJob } from './watch-job.ts'

export interface JobContext {
  readonly id: JobId
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
  /** Aborted when the job is to come to an end of its own; only a test knows how. */
  readonly stop: AbortSignal
  /** Aborted when the app ends and what it runs is to go on without it; only a test knows how. */
  readonly leave: AbortSignal
}

export interface JobStart {
  readonly kind: JobKind
  readonly projectId: ProjectId | null
  /** What a pack was asked to do, kept with it; null for other kinds. */
  readonly request: PackRequest | null
  /** Whose image a test runs; null for other kinds. */
  readonly test: TestOrigin | null
  /** Of a push or a pull alone. */
  readonly transfer?: TransferOrigin
  /** What no two jobs of this kind may work on at once: the images and the folder of a pack. */
  readonly claims: readonly string[]
  /** Told of every line of the log as it gets its index. */
  readonly observe?: LineObserver
  readonly run: (context: JobContext) => AsyncGenerator<JobActivity, JobResult>
}

/** Takes up a job that an app before this one ran. */
export interface JobResumption {
  readonly observe: LineObserver
  /** `logged` are the lines that its log has. */
  readonly run: (context: JobContext, logged: Pick<LineCounts, 'out' | 'err'>) => AsyncGenerator<JobActivity, JobResult>
}

/** Runs jobs to their end, whoever watches or not. */
export interface JobRunner {
  /** Rejects with `already-running` when the project, or what it claims, is being packed, or the sandbox made. */
  start(start: JobStart): JobId
  /** One of `unfinishedTests`. */
  resume(id: JobId, resumption: JobResumption): Promise<void>
  /** Asks a job to come to an end of its own. Rejects with `not-found`; no error when it has ended. */
  stop(id: JobId): void
  /** Resolves when the job has ended and has cleaned up; at once when it had ended before. */
  cancel(id: JobId): Promise<void>
  /** Resolves when the job has ended; at once when it had before. */
  ended(id: JobId): Promise<void>
  watch(id: JobId, fromSeq: number, signal: AbortSignal): AsyncGenerator<JobUpdate[], Job>
  /** Where a job's log is, and the log itself while the job writes it. Rejects with `not-found`. */
  openLog(id: JobId): { readonly path: string; readonly live: JobLog | null }
  /** All that run here, and the newest of those that have ended. */
  list(): Job[]
  running(): Job[]
  isRunning(projectId: ProjectId): boolean
  /** The jobs that the app's last end cut off; what they left behind can be removed. */
  readonly interruptedIds: readonly JobId[]
  /** Those among them whose container may still be there: they are to be taken up. */
  readonly unfinishedTests: readonly Job[]
  /** Cancels what runs and waits for it; tests can be left to themselves. */
  close(options?: { readonly leaveTests: boolean }): Promise<void>
}

export interface JobRunnerOptions {
  readonly store: JobStore
  readonly clock: Clock
  readonly redactor: Redactor
  readonly logger: Pick<Logger, 'internal'>
  /** One log file a job is kept here. */
  readonly jobsFolder: string
  readonly onChanged: (job: Job) => void
  readonly processes: JobProcesses
  /** A runner of another process leaves alone what it has not started, and says which jobs are its own. */
  readonly isApp: boolean
  /** Told of jobs of another process that has gone without ending them; what they left behind can be removed. */
  readonly onOrphans: (ids: readonly JobId[]) => void
  /** Told what the record of a pack is to keep, before the job goes on. */
  readonly onFact: (id: JobId, fact: PackFact) => void
  /** Told why a job is not kept; it goes on all the same. */
  readonly onUnkept?: (error: unknown) => void
}

interface Entry {
  readonly running: RunningJob
  readonly claims: readonly string[]
  readonly controller: AbortController
  readonly stop: AbortController
  readonly leave: AbortController
  readonly done: Promise<void>
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { store, clock, redactor, logger, processes, isApp, onChanged } = options
  const entries = new Map<JobId, Entry>()
  /** Those whose end the store could not take: they are known until this process ends. */
  const unkept = new Map<JobId, RunningJob>()
  const unfinishedTests = isApp ? store.running().filter((job) => hasContainer(store, job)) : []
  const interruptedIds = isApp ? interruptLeftovers(options, unfinishedTests).map(({ id }) => id) : []

  const onUnkept = (error: unknown): void => {
    logger.internal('job not kept', error)
    options.onUnkept?.(error)
  }
  const logPathOf = (id: JobId): string => join(options.jobsFolder, `${id}.log`)

  const outcomeOf = (error: unknown, signal: AbortSignal): JobOutcome => {
    if (error instanceof JobInterrupted) return { state: 'interrupted', result: null }
    const known = error instanceof AppError ? error : logger.internal('job failed', error)
    if (signal.aborted || isCancelled(error)) return { state: 'cancelled', result: null }
    return { state: 'failed', error: redactor.redactError(known.toData()), result: null }
  }

  const execute = async (
    running: RunningJob,
    run: JobStart['run'],
    context: JobContext,
    abort: () => void,
  ): Promise<void> => {
    let outcome: JobOutcome
    const activities = run(context)
    try {
      let step = await activities.next()
      while (step.done !== true) {
        running.apply(redactActivity(step.value, redactor))
        if (step.value.type === 'engine') onChanged(running.job)
        await running.log.settle()
        step = await activities.next()
      }
      outcome = outcomeOfResult(step.value)
    } catch (error) {
      if (context.leave.aborted && !context.signal.aborted && isCancelled(error)) {
        await running.log.close()
        return
      }
      outcome = outcomeOf(error, context.signal)
      // Whatever it was that failed: what is under way ends with it.
      abort()
      await activities.return(undefined as never).catch(() => undefined)
    }
    await running.log.close().catch((error: unknown) => void logger.internal('job log not closed', error))
    const job = running.end(outcome)
    if (running.unkept.length > 0) unkept.set(job.id, running)
    onChanged(job)
  }

  const launch = (running: RunningJob, { claims, run }: Pick<JobStart, 'claims' | 'run'>): void => {
    const { id } = running.job
    const [controller, stop, leave] = [new AbortController(), new AbortController(), new AbortController()]
    const context = { id, signal: controller.signal, stop: stop.signal, leave: leave.signal }
    const done = execute(running, run, context, () => controller.abort())
      .catch((error: unknown) => void logger.internal('job not ended', error))
      .finally(() => {
        entries.delete(id)
        if (!isApp) processes.release(id)
      })
    entries.set(id, { running, claims, controller, stop, leave, done })
  }

  const logOptions = (id: JobId, observe: LineObserver | undefined): Parameters<typeof createJobLog>[0] => {
    const onFailure = (error: unknown): void => void logger.internal('job log not written', error)
    return { path: logPathOf(id), clock, redact: redactor.redact, onFailure, observe }
  }

  /** Undefined for a job that has ended. */
  const findEntry = (id: JobId): Entry | undefined => {
    const entry = entries.get(id)
    if (entry === undefined && !unkept.has(id) && store.find(id) === null)
      throw new AppError('not-found', { what: 'job', id })
    return entry
  }

  const checkFree = ({ kind, projectId, claims }: JobStart): void => {
    if (kind === 'test') return
    const isExclusive = kind === 'pack' || kind === 'sandbox'
    for (const { running, claims: taken } of entries.values()) {
      const { job } = running
      const isTaken = (isExclusive && job.projectId === projectId) || claims.some((claim) => taken.includes(claim))
      if (job.kind === kind && isTaken) throw new AppError('already-running', { jobId: job.id })
    }
  }

  const endOrphans = (): void => {
    const orphans = isApp
      ? interruptLeftovers(
          options,
          // One whose end could not be kept still counts as running there.
          [...unkept.values(), ...[...entries.values()].map(({ running }) => running)].map(({ job }) => job),
        )
      : []
    for (const job of orphans) onChanged(job)
    if (orphans.length > 0) options.onOrphans(orphans.map(({ id }) => id))
  }

  return {
    interruptedIds,
    unfinishedTests,
    start: (start) => {
      checkFree(start)
      const id = JobId.parse(randomUUID())
      const job: Job = {
        id,
        kind: start.kind,
        projectId: start.projectId,
        state: 'running',
        startedAt: clock.now(),
        endedAt: null,
        error: null,
        result: null,
        test: start.test,
        ...(start.transfer === undefined ? {} : { transfer: start.transfer }),
      }
      const insert = (): void => {
        if (!isApp) processes.claim(id)
        store.insert(job, start.request)
      }
      const failure = failureOf(insert)
      const log = createJobLog(logOptions(id, start.observe))
      const ownFailure = failure === null ? {} : { insert: { again: insert, error: failure.error } }
      launch(createRunningJob({ job, log, store, clock, onFact: options.onFact, onUnkept, ...ownFailure }), start)
      onChanged(job)
      return id
    },
    resume: async (id, { observe, run }) => {
      const job = store.find(id)
      if (job === null) throw new AppError('not-found', { what: 'job', id })
      const log = await reopenJobLog(logOptions(id, observe))
      const logged = log.counts
      const [earlier, lastSeq] = [store.listEvents(id, 0), store.lastSeq(id)]
      const running = createRunningJob({ job, log, store, clock, onFact: options.onFact, onUnkept, earlier, lastSeq })
      launch(running, { claims: [], run: (context) => run(context, logged) })
    },
    stop: (id) => findEntry(id)?.stop.abort(),
    cancel: async (id) => {
      const entry = findEntry(id)
      entry?.controller.abort()
      await entry?.done
    },
    ended: async (id) => findEntry(id)?.done,
    watch: (id, fromSeq, signal) => {
      return watchJob({ id, fromSeq, store, running: entries.get(id)?.running ?? unkept.get(id) ?? null, signal })
    },
    openLog: (id) => {
      const entry = findEntry(id)
      return { path: logPathOf(id), live: entry?.running.log ?? null }
    },
    list: () => {
      endOrphans()
      const own = new Map(
        [...unkept.values(), ...[...entries.values()].map(({ running }) => running)].map(({ job }) => [job.id, job]),
      )
      const kept = store.list()
      const others = [...own.values()].filter(({ id }) => !kept.some((job) => job.id === id))
      const jobs = [...others.toReversed(), ...kept.map((job) => own.get(job.id) ?? job)]
      return jobs.filter(({ id, state }) => state !== 'running' || entries.has(id))
    },
    running: () => [...entries.values()].map(({ running }) => running.job).filter(({ state }) => state === 'running'),
    isRunning: (projectId) => [...entries.values()].some(({ running }) => running.job.projectId === projectId),
    close: async ({ leaveTests } = { leaveTests: false }) => {
      for (const { running, controller, leave } of entries.values()) {
        if (leaveTests && running.job.kind === 'test') leave.abort()
        else controller.abort()
      }
      await Promise.all([...entries.values()].map(({ done }) => done))
    },
  }
}

/** A test that failed or that the user has stopped has a result all the same. */
function outcomeOfResult(result: JobResult): JobOutcome {
  if (result.kind !== 'test') return { state: 'succeeded', result }
  const { stopped, exitCode, outOfMemory } = result
  if (stopped) return { state: 'cancelled', result }
  if (exitCode === 0) return { state: 'succeeded', result }
  return { state: 'failed', error: { code: 'test-failed', details: { exitCode, outOfMemory } }, result }
}

/** Whether a test got as far as to run. */
function hasContainer(store: JobStore, { id, kind }: Job): boolean {
  if (kind !== 'test') return false
  return store.listEvents(id, 0).some((event) => event.type === 'stage' && event.stage === 'run')
}

/** Ends the jobs that the store still calls running, though whoever ran them is gone. */
function interruptLeftovers({ store, clock, processes, logger }: JobRunnerOptions, except: readonly Job[]): Job[] {
  const kept = except.map(({ id }) => id)
  const leftovers = store.running().filter(({ id }) => !kept.includes(id) && !processes.isElsewhere(id))
  processes.clearUp()
  return leftovers.flatMap((leftover) => {
    const lastSeq = store.lastSeq(leftover.id)
    const at = clock.now()
    const job: Job = { ...leftover, state: 'interrupted', endedAt: at }
    // Where it cannot be kept now it is the next start's to do: no job keeps the app from starting.
    const failure = failureOf(() => store.end({ type: 'ended', seq: lastSeq + 1, at, job }))
    if (failure === null) return [job]
    logger.internal('interrupted job not ended', failure.error)
    return []
  })
}

/** Log lines are redacted as they are written. */
function redactActivity(activity: JobActivity, redactor: Redactor): JobActivity {
  switch (activity.type) {
    case 'note':
      return 'words' in activity.note
        ? { ...activity, note: { ...activity.note, words: redactor.redact(activity.note.words) } }
        : activity
    case 'progress': {
      const { progress } = activity
      return progress.line === null
        ? activity
        : { ...activity, progress: { ...progress, line: redactor.redact(progress.line) } }
    }
    case 'live':
      return { ...activity, text: redactor.redact(activity.text) }
    // What it names comes from a line of the log, which has been redacted.
    case 'explained':
    case 'engine':
    case 'stage':
    case 'log':
    case 'fact':
      return activity
  }
}
