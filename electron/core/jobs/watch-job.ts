import { AppError, cancelled } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job, JobEvent, JobUpdate } from '../../../shared/model/job.ts'
import type { JobStore } from './job-store.ts'
import type { RunningJob } from './running-job.ts'

/** Progress is a state that changes all the time: nobody needs it oftener. */
const progressEveryMs = 100

export interface WatchJobOptions {
  readonly id: JobId
  /** The first sequence number wanted; 0 or 1 for all. */
  readonly fromSeq: number
  readonly store: JobStore
  /** Null when the job has ended. */
  readonly running: RunningJob | null
  readonly signal: AbortSignal
}

/** Everything that happened to a job since a sequence number, then what happens, until it ends. */
export async function* watchJob(options: WatchJobOptions): AsyncGenerator<JobUpdate[], Job> {
  const { id, store, running, signal } = options
  let seq = options.fromSeq
  let seenProgress = 0
  let progressDueAt = 0
  for (;;) {
    if (signal.aborted) throw cancelled()
    const eventVersion = running?.events.version ?? 0
    const progressVersion = running?.progressChanges.version ?? 0
    const job = running?.job ?? store.find(id)
    if (job === null) throw new AppError('not-found', { what: 'job', id })

    const updates: JobUpdate[] = eventsOf(options, seq).map((event) => {
      seq = event.seq + 1
      return { type: 'event', event }
    })
    const now = performance.now()
    if (job.state === 'running' && running !== null && progressVersion > seenProgress && now >= progressDueAt) {
      updates.push({ type: 'progress', lanes: [...running.progress] })
      seenProgress = progressVersion
      progressDueAt = now + progressEveryMs
    }
    if (updates.length > 0) yield updates
    if (job.state !== 'running' || running === null) return job

    const other = new AbortController()
    const either = AbortSignal.any([signal, other.signal])
    const pending = [
      running.events.after(eventVersion, either),
      running.progressChanges.after(seenProgress, either).then(() => sleepUntil(progressDueAt, either)),
    ]
    try {
      await Promise.race(pending)
    } finally {
      other.abort()
      await Promise.allSettled(pending)
    }
  }
}

/** What the store could not take is known to the running job alone. */
function eventsOf({ id, store, running }: WatchJobOptions, fromSeq: number): JobEvent[] {
  if (running === null || running.unkept.length === 0) return store.listEvents(id, fromSeq)
  const unkept = running.unkept.filter(({ seq }) => seq >= fromSeq)
  const first = unkept[0]?.seq ?? fromSeq
  return [...(first > fromSeq ? listIfPossible(store, id, fromSeq) : []).filter(({ seq }) => seq < first), ...unkept]
}

function listIfPossible(store: JobStore, id: JobId, fromSeq: number): JobEvent[] {
  try {
    return store.listEvents(id, fromSeq)
  } catch {
    return []
  }
}

/** Until a time of `performance.now()`, or until the signal is aborted. */
function sleepUntil(time: number, signal: AbortSignal): Promise<void> {
  const delayMs = time - performance.now()
  if (delayMs <= 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, delayMs)
    signal.addEventListener('abort', finish, { once: true })
  })
}
