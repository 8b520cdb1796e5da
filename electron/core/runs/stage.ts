import type { Stage, StageState } from '../../../shared/model/job.ts'
import type { JobActivity } from '../jobs/activity.ts'

/** A test has one lane. */
export function stage(name: Stage, state: StageState): JobActivity {
  return { type: 'stage', stage: name, lane: 'shared', state }
}
