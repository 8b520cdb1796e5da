import { AppError } from '../../../shared/errors.ts'
import type { Stage, StageState } from '../../../shared/model/job.ts'
import type { SmokeBadge } from '../../../shared/model/smoke.ts'
import { startCommand } from '../../../shared/uaitrain/test-invocation.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { PackContext, PackDependencies } from '../pack/pack-context.ts'
import { inStage } from '../pack/stage.ts'
import { stage } from '../runs/stage.ts'
import { runCpuStep } from './cpu-step.ts'

export interface LadderContext extends Pick<PackContext, 'plan' | 'signal'> {
  readonly dependencies: Pick<PackDependencies, 'engine' | 'badges' | 'clock' | 'jobId'>
}

type Activities<Result> = AsyncGenerator<JobActivity, Result>

const rungs: readonly Stage[] = ['smoke-imports', 'smoke-arguments', 'smoke-step', 'smoke-outputs']

/**
 * Has the CPU image climb from its imports to its outputs before anything gets its name in the registry. Rejects with
 * `smoke-failed`; an image that has passed with the same command need not climb again. Null without a gate.
 */
export async function* climbLadder(
  { plan, dependencies, signal }: LadderContext,
  imageId: string,
): Activities<SmokeBadge | null> {
  const { smokeSeconds: seconds, request } = plan
  const { project } = request
  if (seconds === null) return null
  const { engine, badges, clock, jobId = 'command-line' } = dependencies
  const command = [startCommand(project), project.testDataPath].join('\n')
  const known = badges?.find(imageId) ?? null
  if (known?.verdict === 'passed' && known.command === command && known.seconds >= seconds) {
    for (const rung of rungs) yield* both(rung, 'skipped')
    return known
  }
  const badgeOf = (verdict: SmokeBadge['verdict'], rung: SmokeBadge['rung']): SmokeBadge => {
    return { imageId, verdict, rung, seconds, command, at: clock.now() }
  }
  const tools = { engine, imageId, jobId, seconds, signal }
  try {
    // What reads Python is loaded with the first ladder.
    const { takeFirstSteps } = await import('./first-steps.ts')
    yield* takeFirstSteps(project, tools)
    const { hasEnded, outputCount } = yield* inStage({ stage: 'smoke-step', lane: 'cpu' }, runCpuStep(project, tools))
    const isWarned = hasEnded && outputCount === 0
    yield* both('smoke-outputs', outputCount > 0 ? 'done' : isWarned ? 'failed' : 'skipped')
    if (isWarned) yield { type: 'note', note: { code: 'smoke-no-output' } }
    const badge = isWarned ? badgeOf('warned', 'outputs') : badgeOf('passed', null)
    badges?.save(badge)
    return badge
  } catch (error) {
    const data = error instanceof AppError ? (error as AppError).toData() : null
    if (data?.code === 'smoke-failed') badges?.save(badgeOf('failed', data.details.rung))
    throw error
  }
}

function* both(rung: Stage, state: StageState): Generator<JobActivity, void> {
  yield stage(rung, 'started', 'cpu')
  yield stage(rung, state, 'cpu')
}
