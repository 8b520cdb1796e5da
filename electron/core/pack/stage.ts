import { isCancelled } from '../../../shared/errors.ts'
import type { Lane, Stage, StageState } from '../../../shared/model/job.ts'
import type { JobActivity } from '../jobs/activity.ts'

export type Activities<Result> = AsyncGenerator<JobActivity, Result>

interface StageOptions<Result> {
  readonly stage: Stage
  readonly lane: Lane
  /** What became of the stage, when it did not fail; `done` if left out. */
  readonly settle?: (result: Result) => StageState
}

/** Tells the beginning and the end of a stage around what happens in it. */
export async function* inStage<Result>(
  { stage, lane, settle }: StageOptions<Result>,
  activities: Activities<Result>,
): Activities<Result> {
  const told = (state: StageState): JobActivity => ({ type: 'stage', stage, lane, state })
  yield told('started')
  let result: Result
  try {
    result = yield* activities
  } catch (error) {
    yield told(isCancelled(error) ? 'cancelled' : 'failed')
    throw error
  }
  yield told(settle?.(result) ?? 'done')
  return result
}
