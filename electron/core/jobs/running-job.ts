import { AppError, type ErrorData } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job, JobEvent, JobResult, Lane, Stage, StageProgress, StageState } from '../../../shared/model/job.ts'
import { NotRememberedReason, type Note } from '../../../shared/model/pack.ts'
import type { Clock } from '../ports/clock.ts'
import { failureOf } from '../async/failure-of.ts'
import type { JobActivity } from './activity.ts'
import type { JobLog } from './job-log.ts'
import type { JobStore } from './job-store.ts'
import type { PackFact } from './pack-fact.ts'
import { createSignalBox, type SignalBox } from './signal-box.ts'

export type JobOutcome =
  | { readonly state: 'succeeded'; readonly result: JobResult }
  | { readonly state: 'failed'; readonly error: ErrorData; readonly result: JobResult | null }
  /** The result of one that was stopped and came to an end of its own; null for one that was cut off. */
  | { readonly state: 'cancelled'; readonly result: JobResult | null }
  /** Taken up again, and found to have ended with the app. */
  | { readonly state: 'interrupted'; readonly result: null }

/** A job that runs: numbers and keeps what happens, folds its progress, tells its watchers. */
export interface RunningJob {
  readonly job: Job
  readonly log: JobLog
  /** Rung at each event. */
  readonly events: SignalBox
  /** Rung whenever the progress is another; its version is the progress's version. */
  readonly progressChanges: SignalBox
  readonly progress: readonly StageProgress[]
  /** Events that the store could not take. */
  readonly unkept: readonly JobEvent[]
  apply(activity: JobActivity): void
  /** Ends it for whoever watches, also where the store cannot keep that. */
  end(outcome: JobOutcome): Job
}

export interface RunningJobOptions {
  readonly job: Job
  readonly log: JobLog
  readonly store: JobStore
  readonly clock: Clock
  readonly onFact: (id: JobId, fact: PackFact) => void
  /** Of a job that is taken up again. */
  readonly earlier?: readonly JobEvent[]
  readonly lastSeq?: number
  /** Of one that the store could not take at its start: tries once more. */
  readonly insert?: { readonly again: () => void; readonly error: unknown }
  /** Told once why the job is not kept. */
  readonly onUnkept: (error: unknown) => void
}

export function createRunningJob(options: RunningJobOptions): RunningJob {
  const { log, store, clock } = options
  const events = createSignalBox()
  const progressChanges = createSignalBox()
  const progress = new Map<Lane, StageProgress>()
  const openStages = new Map<string, { stage: Stage; lane: Lane }>()
  let job = options.job
  let seq = options.lastSeq ?? 0

  const unkept: JobEvent[] = []
  let isKept = true

  const keep = (event: JobEvent): void => {
    const failure = isKept ? failureOf(() => store.appendEvent(job.id, event)) : null
    if (failure !== null || !isKept) unkept.push(event)
    if (failure !== null) giveUp(failure.error)
    events.ring()
  }
  /** A job goes on without a store that fails, and asks it no more before its end: each try may take seconds. */
  const giveUp = (error: unknown): void => {
    isKept = false
    options.onUnkept(error)
    keep({ type: 'note', ...next(), note: notRemembered(error) })
  }
  const next = (): { seq: number; at: number } => ({ seq: ++seq, at: clock.now() })

  const follow = ({ stage, lane, state }: { stage: Stage; lane: Lane; state: StageState }): void => {
    const key = `${lane} ${stage}`
    if (state === 'started') openStages.set(key, { stage, lane })
    else openStages.delete(key)
  }
  for (const event of options.earlier ?? []) if (event.type === 'stage') follow(event)

  const applyStage = (activity: Extract<JobActivity, { type: 'stage' }>): void => {
    const { stage, lane, state } = activity
    follow(activity)
    const own = progress.get(lane)?.stage === stage ? progress.get(lane) : undefined
    const moved = state !== 'started' && own !== undefined && own.currentBytes > 0 ? { bytes: own.currentBytes } : {}
    keep({ type: 'stage', ...next(), stage, lane, state, ...moved })
    if (state !== 'started' && own !== undefined) {
      progress.delete(lane)
      progressChanges.ring()
    }
  }

  if (options.insert !== undefined) giveUp(options.insert.error)

  return {
    get job() {
      return job
    },
    get progress() {
      return [...progress.values()]
    },
    unkept,
    log,
    events,
    progressChanges,
    apply: (activity) => {
      switch (activity.type) {
        case 'stage':
          applyStage(activity)
          break
        case 'note':
          keep({ type: 'note', ...next(), note: activity.note })
          break
        case 'explained':
          keep({ type: 'explained', ...next(), explanation: activity.explanation })
          break
        case 'progress':
          progress.set(activity.progress.lane, activity.progress)
          progressChanges.ring()
          break
        case 'fact':
          if (isKept) {
            const failure = failureOf(() => options.onFact(job.id, activity.fact))
            if (failure !== null) giveUp(failure.error)
          }
          break
        case 'engine':
          job = withEngine(job, activity.awaySince)
          break
        case 'log':
          log.append(activity.source, activity.text)
          break
        case 'live':
          log.setLive(activity.source, activity.text)
          break
      }
    },
    end: (outcome) => {
      if (outcome.state !== 'succeeded') {
        for (const { stage, lane } of [...openStages.values()].reverse()) {
          const state = outcome.state === 'interrupted' ? 'failed' : outcome.state
          applyStage({ type: 'stage', stage, lane, state })
        }
      }
      const last = next()
      job = {
        ...withEngine(job, null),
        state: outcome.state,
        endedAt: last.at,
        error: outcome.state === 'failed' ? outcome.error : null,
        result: outcome.result,
      }
      const ended = { type: 'ended' as const, ...last, job }
      const failure = failureOf(() => {
        if (!isKept) options.insert?.again()
        for (const event of unkept) store.appendEvent(job.id, event)
        store.end(ended)
      })
      if (failure === null) unkept.length = 0
      else {
        if (isKept) {
          // The note comes before the end, which is the last of all.
          seq--
          giveUp(failure.error)
          seq++
        }
        unkept.push({ ...ended, seq })
      }
      events.ring()
      return job
    },
  }
}

function notRemembered(error: unknown): Note {
  const { code, details } =
    error instanceof AppError ? (error as AppError).toData() : new AppError('internal', { id: '' })
  const reason = NotRememberedReason.catch('other').parse(code)
  return { code: 'not-remembered', reason, path: 'path' in details ? details.path : '' }
}

function withEngine(job: Job, awaySince: number | null): Job {
  const changed = { ...job }
  delete changed.engineAwaySince
  return awaySince === null ? changed : { ...changed, engineAwaySince: awaySince }
}
