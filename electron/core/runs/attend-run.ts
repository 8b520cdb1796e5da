import type { TestResult } from '../../../shared/model/test-run.ts'
import type { Owner } from '../../../shared/uaitrain/run-command.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { Engine } from '../ports/engine.ts'
import { appLine } from './app-line.ts'
import { createExplainer } from './explain/create-explainer.ts'
import { followRun, type ContainerEnd } from './follow-run.ts'
import { giveOutputs } from './give-outputs.ts'
import { ignoreCleanUpFailure } from './ignore-clean-up-failure.ts'
import { sampleMachine } from './metrics/sample-machine.ts'
import { listOutputs } from './output-folder.ts'
import { createOutputReader, type OpenedOutput, type OutputCounts } from './output-reader.ts'
import type { TestPlan } from './plan-test.ts'
import { removeReplacedImage } from './remove-replaced-image.ts'
import type { RunTestOptions } from './run-test-options.ts'
import { stage } from './stage.ts'
import { stopGently, stopGraceMs } from './stop-gently.ts'
import { isEngineLost } from './wait-for-engine.ts'

export interface AttendedRun {
  readonly id: string
  readonly startedAt: number
  /** The lines that are known of its output. */
  readonly known: OutputCounts
  /** Starts the container if need be; gives its output from the beginning. */
  readonly begin: (
    following: AbortSignal,
  ) => AsyncGenerator<JobActivity, OpenedOutput> | Generator<JobActivity, OpenedOutput>
}

/** A cancelled run has to be gone within a second. */
const cancelGraceMs = 300
/** A result is a message: the rest is in the folder. */
const maxOutputs = 1000

/** A container from its start to its end, and what is left of it: its output, its result, its files. */
export async function* attendRun(
  run: AttendedRun,
  plan: TestPlan,
  options: RunTestOptions,
): AsyncGenerator<JobActivity, TestResult> {
  const { engine, clock, signal, leave, stop, onMetrics, stopGraceMs: graceMs = stopGraceMs } = options
  const { explain = createExplainer(plan).explain } = options
  const { id, startedAt } = run
  const over = new AbortController()
  const reader = createOutputReader(run.known)
  const onStop = (): void => void stopGently({ engine, id, graceMs, signal: over.signal }).catch(ignoreCleanUpFailure)
  const onFollowed = (followed: AbortSignal): void => {
    if (onMetrics !== undefined) void sampleMachine(id, { ...options, tell: onMetrics, signal: followed })
    // Told to the engine once more when it went away with it.
    if (stop.aborted) onStop()
  }
  let ended: ContainerEnd | null = null
  let isLeft = false
  stop.addEventListener('abort', onStop, { once: true })
  try {
    const following = AbortSignal.any([signal, leave, over.signal])
    const output = yield* run.begin(following)
    ended = yield* followRun(id, output, {
      engine,
      clock,
      reader,
      signal: AbortSignal.any([signal, leave]),
      onFollowed,
    })
  } catch (error) {
    isLeft = leave.aborted && !signal.aborted
    if (!isLeft) yield* reader.end()
    throw error
  } finally {
    stop.removeEventListener('abort', onStop)
    over.abort()
    if (!isLeft) await tidyUp(run, plan, { ...options, isOver: ended !== null })
  }
  const { exitCode, outOfMemory, engineLost } = ended
  const stopped = stop.aborted
  yield stage('run', stopped ? 'cancelled' : exitCode === 0 ? 'done' : 'failed')
  yield appLine(stopped ? `stopped, exit code ${exitCode}` : `exit code ${exitCode}`)

  yield stage('collect', 'started')
  const { files } = await listOutputs(plan.project.testOutputPath, startedAt)
  if (files.length > maxOutputs) yield appLine(`${files.length} new files, of which ${maxOutputs} are listed`)
  yield stage('collect', 'done')

  const end = { exitCode, outOfMemory, stopped, engineLost, outputCount: files.length }
  for (const explanation of explain(end)) yield { type: 'explained', explanation }
  const { target, image } = plan
  return { kind: 'test', target, image, exitCode, outOfMemory, stopped, outputs: files.slice(0, maxOutputs) }
}

async function tidyUp(
  run: AttendedRun,
  plan: TestPlan,
  options: RunTestOptions & { readonly isOver: boolean },
): Promise<void> {
  const { id, startedAt } = run
  const { engine, owner, isOver, onEngineAway } = options
  if (!isOver) await engine.stopContainer(id, cancelGraceMs).catch(ignoreCleanUpFailure)
  const leaveForLater = (error: unknown): void => {
    if (isEngineLost(error)) onEngineAway?.(() => tidyUp(run, plan, options))
  }
  await Promise.all([
    engine.removeContainer(id).catch(leaveForLater),
    owner !== null && giveIfNeeded(plan, { engine, owner, sinceMs: startedAt }).catch(ignoreCleanUpFailure),
  ])
  await removeReplacedImage(engine, plan.imageId).catch(ignoreCleanUpFailure)
}

async function giveIfNeeded(plan: TestPlan, options: { engine: Engine; owner: Owner; sinceMs: number }): Promise<void> {
  const { hasRootOwned } = await listOutputs(plan.project.testOutputPath, options.sinceMs)
  if (hasRootOwned) await giveOutputs(plan, options)
}
