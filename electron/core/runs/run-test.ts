import { AppError } from '../../../shared/errors.ts'
import type { TestResult } from '../../../shared/model/test-run.ts'
import type { Stage, StageState } from '../../../shared/model/job.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { Clock, Engine, Files } from '../ports.ts'
import { checkTest } from './check-test.ts'
import { giveOutputs, type Owner } from './give-outputs.ts'
import { outputActivities } from './output-activities.ts'
import { listOutputs } from './output-folder.ts'
import { testContainer, type TestPlan } from './plan-test.ts'
import { removeReplacedImage } from './remove-replaced-image.ts'

export interface RunTestOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly files: Files
  /** Null when the app runs as root, or where files have no owners. */
  readonly owner: Owner | null
  readonly signal: AbortSignal
}

/** A cancelled run has to be gone within a second. */
const stopGraceMs = 300
/** A result is a message: the rest is in the folder. */
const maxOutputs = 1000

/**
 * Runs a packed image the way the platform does. Whatever happens, its container is removed and what it wrote
 * belongs to the user. Ends with `test-failed` when the exit code is not 0.
 */
export async function* runTest(plan: TestPlan, options: RunTestOptions): AsyncGenerator<JobActivity, TestResult> {
  const { engine, clock, owner, signal } = options
  const { testOutputPath } = plan.project

  yield stage('check', 'started')
  const { dataFolderIsEmpty, gpuAccess } = await checkTest(plan, options)
  if (dataFolderIsEmpty) yield appLine(`the test data folder is empty: ${plan.project.testDataPath}`)
  yield stage('check', 'done')

  yield stage('create', 'started')
  const startedAt = clock.now()
  const spec = testContainer(plan, gpuAccess)
  yield appLine(spec.command.join(' '))
  const id = await engine.createContainer(spec, signal).catch(tellName(plan))
  const stopFollowing = new AbortController()
  let ended: { exitCode: number; outOfMemory: boolean } | null = null
  try {
    const output = engine.followOutput(id, AbortSignal.any([signal, stopFollowing.signal]))
    const firstOutput = output.next()
    // Its failure is told by whoever reads it; when the start fails, nobody does.
    firstOutput.catch(() => undefined)
    await engine.startContainer(id, signal).catch(tellName(plan))
    yield stage('create', 'done')
    yield stage('run', 'started')
    yield* outputActivities(output, firstOutput)
    ended = await engine.waitContainer(id, signal)
  } finally {
    stopFollowing.abort()
    if (ended === null) await engine.stopContainer(id, stopGraceMs).catch(ignoreCleanUpFailure)
    await Promise.all([
      engine.removeContainer(id).catch(ignoreCleanUpFailure),
      owner !== null && giveIfNeeded(plan, { engine, owner, sinceMs: startedAt }).catch(ignoreCleanUpFailure),
    ])
    await removeReplacedImage(engine, plan.imageId).catch(ignoreCleanUpFailure)
  }
  yield stage('run', ended.exitCode === 0 ? 'done' : 'failed')
  yield appLine(`exit code ${ended.exitCode}`)

  yield stage('collect', 'started')
  const { files } = await listOutputs(testOutputPath, startedAt)
  if (files.length > maxOutputs) yield appLine(`${files.length} new files, of which ${maxOutputs} are listed`)
  yield stage('collect', 'done')

  const { exitCode, outOfMemory } = ended
  if (exitCode !== 0) throw new AppError('test-failed', { exitCode, outOfMemory })
  return { kind: 'test', target: plan.target, image: plan.image, exitCode, outputs: files.slice(0, maxOutputs) }
}

async function giveIfNeeded(plan: TestPlan, options: { engine: Engine; owner: Owner; sinceMs: number }): Promise<void> {
  const { hasRootOwned } = await listOutputs(plan.project.testOutputPath, options.sinceMs)
  if (hasRootOwned) await giveOutputs(plan, options)
}

/** The run's own end is what counts; a container left behind is found by its label at the next start. */
function ignoreCleanUpFailure(): void {
  // Nothing to do, see above.
}

/** The engine knows the image by its id, which says nothing to people. */
function tellName({ image }: TestPlan): (error: unknown) => never {
  return (error) => {
    const data = error instanceof AppError ? (error as AppError).toData() : null
    if (data?.code === 'image-missing') throw new AppError(data.code, { image })
    if (data?.code === 'container-start-failed') throw new AppError(data.code, { ...data.details, image })
    throw error
  }
}

function stage(name: Stage, state: StageState): JobActivity {
  return { type: 'stage', stage: name, lane: 'shared', state }
}

function appLine(text: string): JobActivity {
  return { type: 'log', source: 'app', text }
}
