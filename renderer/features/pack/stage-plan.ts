import type { Lane, Stage, StageState } from '../../../shared/model/job.ts'
import { stageOf, type JobView, type StageView } from '../../stores/job-view.ts'

export interface PlannedStage {
  readonly stage: Stage
  readonly lane: Lane
  readonly state: StageState | 'waiting'
  readonly view: StageView | undefined
}

const before: readonly Stage[] = ['check', 'scan', 'layer', 'resolve', 'login']
const after: readonly Stage[] = ['write']
const inLane: Readonly<Record<'cpu' | 'gpu', readonly Stage[]>> = {
  cpu: ['pull', 'packages', 'build'],
  gpu: ['pull', 'packages', 'build', 'push'],
}
/** Only some packs have them: shown once they are told of. */
const optional: readonly Stage[] = ['packages']

/** The stages of a lane in their order: those that are to come, and whatever else has been told of. */
export function laneStages(view: JobView, lane: Lane): readonly PlannedStage[] {
  const told = view.stages.filter((one) => one.lane === lane).map((one) => one.stage)
  const planned = lane === 'shared' ? [...before, ...after] : lane === 'gpu' && isDirect(view) ? [] : inLane[lane]
  const expected = planned.filter((stage) => !optional.includes(stage) || told.includes(stage))
  return [...new Set([...expected, ...told])].map((stage) => {
    const known = stageOf(view, lane, stage)
    return { stage, lane, state: known?.state ?? 'waiting', view: known }
  })
}

/** The push is first then; whether anything comes after it shows when it does. */
function isDirect({ notes }: JobView): boolean {
  return notes.some((note) => note.code === 'push-plan' && note.way !== 'engine')
}

export function hasLane(view: JobView, lane: Lane): boolean {
  return view.stages.some((one) => one.lane === lane)
}
