import { isCancelled } from '../../../shared/errors.ts'
import type { Stage } from '../../../shared/model/job.ts'
import type { JobActivity } from '../../core/jobs/activity.ts'

/** Runs a part of a job as one of its stages: started before it, done, failed or cancelled after it. */
export async function* inStage(
  stage: Stage,
  run: () => AsyncGenerator<JobActivity, void>,
): AsyncGenerator<JobActivity, void> {
  yield { type: 'stage', stage, lane: 'shared', state: 'started' }
  try {
    yield* run()
  } catch (error) {
    yield { type: 'stage', stage, lane: 'shared', state: isCancelled(error) ? 'cancelled' : 'failed' }
    throw error
  }
  yield { type: 'stage', stage, lane: 'shared', state: 'done' }
}
