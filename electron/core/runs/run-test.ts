import { AppError, isCancelled, remoteWords } from '../../../shared/errors.ts'
import type { MetricRecord } from '../../../shared/model/metric.ts'
import type { TestResult } from '../../../shared/model/test-run.ts'
import type { Stage, StageState } from '../../../shared/model/job.ts'
import { runCommand, type Owner } from '../../../shared/uaitrain/run-command.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { GpuMachine } from '../gpu/gpu-access.ts'
import type { Clock, Engine, Files, Gpus } from '../ports.ts'
import { checkTest } from './check-test.ts'
import { explainEnd } from './explain/explain-end.ts'
import { giveOutputs } from './give-outputs.ts'
import { sampleMachine } from './metrics/sample-machine.ts'
import { outputActivities } from './output-activities.ts'
import { listOutputs } from './output-folder.ts'
import type { TestPlan } from './plan-test.ts'
import { removeReplacedImage } from './remove-replaced-image.ts'
import { stopGently, stopGraceMs } from './stop-gently.ts'
import { testContainer } from './test-container.ts'

export interface RunTestOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly files: Files
  readonly gpus: Gpus
  readonly machine: GpuMachine
  /** Told what the run uses while it goes on. */
  readonly onMetrics?: (records: readonly MetricRecord[]) => void
  /** Null when the app runs as root, or where files have no owners. */
  readonly owner: Owner | null
  /** The app's own, for the variables that the options pass on. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Ends the run at once, without a result. */
  readonly signal: AbortSignal
  /** Lets the run come to an end of its own, as Ctrl+C does. */
  readonly stop: AbortSignal
  /** How long it has for that; that of `docker stop` when left out. */
  readonly stopGraceMs?: number
}

/** A cancelled run has to be gone within a second. */
const cancelGraceMs = 300
/** A result is a message: the rest is in the folder. */
const maxOutputs = 1000

/**
 * Runs a packed image the way the platform does. Whatever happens, its container is removed and what it wrote
 * belongs to the user. Ends with the container's exit code, whatever that is.
 */
export async function* runTest(plan: TestPlan, options: RunTestOptions): AsyncGenerator<JobActivity, TestResult> {
  const { engine, clock, owner, signal, stop, stopGraceMs: graceMs = stopGraceMs } = options
  const { testOutputPath } = plan.project

  yield stage('check', 'started')
  const { dataFolderIsEmpty, gpuAccess } = await checkTest(plan, options)
  if (dataFolderIsEmpty) yield appLine(`the test data folder is empty: ${plan.project.testDataPath}`)
  yield stage('check', 'done')

  yield stage('create', 'started')
  const startedAt = clock.now()
  const spec = testContainer(plan, { gpuAccess, ...options })
  yield appLine(runCommand({ settings: plan.project, ...plan, gpuAccess, owner }))
  const id = yield* tellingWords(() => engine.createContainer(spec, signal).catch(tellName(plan)))
  const stopFollowing = new AbortController()
  const onStop = (): void =>
    void stopGently({ engine, id, graceMs, signal: stopFollowing.signal }).catch(ignoreCleanUpFailure)
  let ended: { exitCode: number; outOfMemory: boolean } | null = null
  try {
    const output = engine.followOutput(id, AbortSignal.any([signal, stopFollowing.signal]))
    const firstOutput = output.next()
    // Its failure is told by whoever reads it; when the start fails, nobody does.
    firstOutput.catch(() => undefined)
    yield* tellingWords(() => engine.startContainer(id, signal).catch(tellName(plan)))
    yield stage('create', 'done')
    yield stage('run', 'started')
    if (options.onMetrics !== undefined) {
      void sampleMachine(id, { ...options, tell: options.onMetrics, signal: stopFollowing.signal })
    }
    if (stop.aborted) onStop()
    else stop.addEventListener('abort', onStop, { once: true })
    yield* outputActivities(output, firstOutput)
    ended = await engine.waitContainer(id, signal)
  } finally {
    stop.removeEventListener('abort', onStop)
    stopFollowing.abort()
    if (ended === null) await engine.stopContainer(id, cancelGraceMs).catch(ignoreCleanUpFailure)
    await Promise.all([
      engine.removeContainer(id).catch(ignoreCleanUpFailure),
      owner !== null && giveIfNeeded(plan, { engine, owner, sinceMs: startedAt }).catch(ignoreCleanUpFailure),
    ])
    await removeReplacedImage(engine, plan.imageId).catch(ignoreCleanUpFailure)
  }
  const { exitCode, outOfMemory } = ended
  const stopped = stop.aborted
  yield stage('run', stopped ? 'cancelled' : exitCode === 0 ? 'done' : 'failed')
  yield appLine(stopped ? `stopped, exit code ${exitCode}` : `exit code ${exitCode}`)

  yield stage('collect', 'started')
  const { files } = await listOutputs(testOutputPath, startedAt)
  if (files.length > maxOutputs) yield appLine(`${files.length} new files, of which ${maxOutputs} are listed`)
  yield stage('collect', 'done')

  const end = { exitCode, outOfMemory, stopped, engineLost: false, outputCount: files.length }
  const explanation = explainEnd(end, plan)
  if (explanation !== null) yield { type: 'explained', explanation }
  const { target, image } = plan
  return { kind: 'test', target, image, exitCode, outOfMemory, stopped, outputs: files.slice(0, maxOutputs) }
}

async function giveIfNeeded(plan: TestPlan, options: { engine: Engine; owner: Owner; sinceMs: number }): Promise<void> {
  const { hasRootOwned } = await listOutputs(plan.project.testOutputPath, options.sinceMs)
  if (hasRootOwned) await giveOutputs(plan, options)
}

/** The run's own end is what counts; a container left behind is found by its label at the next start. */
function ignoreCleanUpFailure(): void {
  // Nothing to do, see above.
}

/** The engine's words when it refuses belong into the log, where they are explained like any other line. */
async function* tellingWords<Value>(ask: () => Promise<Value>): AsyncGenerator<JobActivity, Value> {
  try {
    return await ask()
  } catch (error) {
    const words = isCancelled(error) ? '' : remoteWords(error)
    if (words !== '') yield appLine(words)
    throw error
  }
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
