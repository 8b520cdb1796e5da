import type { Lane, Stage, StageState } from '../../../shared/model/job.ts'
import type { JobActivity } from '../jobs/activity.ts'

/** A test has one lane; it is that when none is named. */
export function stage(name: Stage, state: StageState, lane: Lane = 'shared'): JobActivity {
  return { type: 'stage', stage: name, lane, state }
}
