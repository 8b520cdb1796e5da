import type { ErrorData } from '../../shared/errors.ts'
import type { Explanation } from '../../shared/model/explanation.ts'
import type { Job, JobEvent, JobUpdate, Lane, Stage, StageProgress, StageState } from '../../shared/model/job.ts'
import type { Note } from '../../shared/model/pack.ts'

export interface StageView {
  readonly stage: Stage
  readonly lane: Lane
  readonly state: StageState
  readonly startedAt: number
  readonly endedAt: number | null
  /** What it moved; null while it runs and where it moves no bytes. */
  readonly bytes: number | null
}

/** A job as far as its updates have told it. */
export interface JobView {
  /** Sequence number of the newest event that is in here. */
  readonly seq: number
  /** In the order they began. */
  readonly stages: readonly StageView[]
  readonly notes: readonly Note[]
  readonly explanations: readonly Explanation[]
  readonly progress: readonly StageProgress[]
  readonly endedJob: Job | null
  /** Why the updates themselves stopped coming. */
  readonly problem: ErrorData | null
}

export const emptyJobView: JobView = {
  seq: 0,
  stages: [],
  notes: [],
  explanations: [],
  progress: [],
  endedJob: null,
  problem: null,
}

export function withUpdate(view: JobView, update: JobUpdate): JobView {
  return update.type === 'progress' ? { ...view, progress: update.lanes } : withEvent(view, update.event)
}

/** Events that are known already are left out, so that a replay may overlap. */
function withEvent(view: JobView, event: JobEvent): JobView {
  if (event.seq <= view.seq) return view
  const { seq } = event
  switch (event.type) {
    case 'stage':
      return { ...view, seq, stages: withStage(view.stages, event) }
    case 'note':
      return { ...view, seq, notes: [...view.notes, event.note] }
    case 'explained':
      return { ...view, seq, explanations: [...view.explanations, event.explanation] }
    case 'ended':
      return { ...view, seq, progress: [], endedJob: event.job }
  }
}

function withStage(stages: readonly StageView[], event: JobEvent & { type: 'stage' }): readonly StageView[] {
  const { stage, lane, state, at, bytes = null } = event
  const known = stages.find((one) => one.stage === stage && one.lane === lane)
  const endedAt = state === 'started' ? null : at
  if (known === undefined) return [...stages, { stage, lane, state, startedAt: at, endedAt, bytes }]
  const changed = { ...known, state, endedAt, bytes }
  return stages.map((one) => (one === known ? changed : one))
}

export function stageOf(view: JobView, lane: Lane, stage: Stage): StageView | undefined {
  return view.stages.find((one) => one.stage === stage && one.lane === lane)
}

export function progressOf(view: JobView, lane: Lane, stage: Stage): StageProgress | undefined {
  return view.progress.find((one) => one.lane === lane && one.stage === stage)
}

/** The stage that is being worked on: the newest one that has begun and not ended, unless it only waits for another. */
export function currentStage(view: JobView): StageView | undefined {
  const running = view.stages.filter((one) => one.state === 'started')
  return running.findLast((one) => !isWaitingToPush(view, one)) ?? running.at(-1)
}

/** All is sent, and the image gets its name in the registry once the others are made. */
export function isWaitingToPush(view: JobView, { lane, stage }: Pick<StageView, 'lane' | 'stage'>): boolean {
  const others = view.stages.filter((one) => one.state === 'started' && (one.lane !== lane || one.stage !== stage))
  return stage === 'push' && others.length > 0 && progressShare(progressOf(view, lane, stage)) === 1
}

export function failedStage(view: JobView): StageView | undefined {
  return view.stages.findLast((one) => one.state === 'failed')
}

/** Share of the bytes that have moved, 0 to 1; null while the total is not known. */
export function progressShare(
  progress: { currentBytes: number; totalBytes: number | null } | undefined,
): number | null {
  const totalBytes = progress?.totalBytes ?? 0
  return progress === undefined || totalBytes <= 0 ? null : Math.min(1, progress.currentBytes / totalBytes)
}
