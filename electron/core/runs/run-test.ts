import { AppError, isCancelled, remoteWords } from '../../../shared/errors.ts'
import type { TestResult } from '../../../shared/model/test-run.ts'
import { runCommand } from '../../../shared/uaitrain/run-command.ts'
import type { JobActivity } from '../jobs/activity.ts'
import { JobInterrupted } from '../jobs/job-interrupted.ts'
import type { Engine } from '../ports/engine.ts'
import { appLine } from './app-line.ts'
import { attendRun } from './attend-run.ts'
import { checkTest } from './check-test.ts'
import { openOutput, type OutputCounts } from './output-reader.ts'
import { runLabel, type TestPlan } from './plan-test.ts'
import { removeLeftovers } from './remove-leftovers.ts'
import type { RunTestOptions } from './run-test-options.ts'
import { stage } from './stage.ts'
import { testContainer } from './test-container.ts'
import { waitForEngine } from './wait-for-engine.ts'

const removalLimitMs = 60_000

/**
 * Runs a packed image the way the platform does. Its container is removed and what it wrote belongs to the user, whatever
 * happens, unless it is to go on without the app. Ends with the container's exit code, whatever that is.
 */
export async function* runTest(plan: TestPlan, options: RunTestOptions): AsyncGenerator<JobActivity, TestResult> {
  const { engine, clock, owner, signal, explain } = options

  yield stage('check', 'started')
  const { dataFolderIsEmpty, gpuAccess } = await checkTest(plan, options)
  if (dataFolderIsEmpty) yield appLine(`the test data folder is empty: ${plan.project.testDataPath}`)
  yield stage('check', 'done')

  yield stage('create', 'started')
  const startedAt = clock.now()
  const spec = testContainer(plan, { gpuAccess, ...options })
  yield appLine(runCommand({ settings: plan.project, ...plan, gpuAccess, owner }))
  const id = yield* tellingWords(() => engine.createContainer(spec, signal).catch(tellName(plan)), explain)
  const begin = async function* (following: AbortSignal) {
    const output = openOutput(engine.followOutput(id, following))
    yield* tellingWords(() => engine.startContainer(id, signal).catch(tellName(plan)), explain)
    yield stage('create', 'done')
    yield stage('run', 'started')
    return output
  }
  return yield* attendRun({ id, startedAt, known: { out: 0, err: 0 }, begin }, plan, options)
}

export interface ResumeOptions extends RunTestOptions {
  readonly startedAt: number
  /** The lines that its log has already. */
  readonly known: OutputCounts
}

/** Takes up a run that the app has left, or was killed in. Rejects with `JobInterrupted` when it is gone. */
export async function* resumeTest(plan: TestPlan, options: ResumeOptions): AsyncGenerator<JobActivity, TestResult> {
  const { engine, clock, startedAt, known } = options
  const signal = AbortSignal.any([options.signal, options.leave])
  if ((await engine.health(signal)).state !== 'ok') {
    yield appLine('the engine does not answer yet')
    yield { type: 'engine', awaySince: clock.now() }
    await waitForEngine(engine, signal).finally(() => {
      if (options.signal.aborted) options.onEngineAway?.(() => removeOwn(plan, engine))
    })
    yield { type: 'engine', awaySince: null }
  }
  const [id] = await engine.findContainers({ name: runLabel, value: plan.jobId }, signal)
  if (id === undefined) {
    await removeOwn(plan, engine)
    throw new JobInterrupted()
  }
  const begin = function* (following: AbortSignal) {
    yield appLine('taken up again')
    return openOutput(engine.followOutput(id, following))
  }
  return yield* attendRun({ id, startedAt, known, begin }, plan, options)
}

function removeOwn({ jobId }: TestPlan, engine: Engine): Promise<void> {
  return removeLeftovers({ engine, jobIds: [jobId], signal: AbortSignal.timeout(removalLimitMs) })
}

/** The engine's words when it refuses belong into the log, where they are explained like any other line. */
async function* tellingWords<Value>(
  ask: () => Promise<Value>,
  explain: RunTestOptions['explain'],
): AsyncGenerator<JobActivity, Value> {
  try {
    return await ask()
  } catch (error) {
    const words = isCancelled(error) ? '' : remoteWords(error)
    if (words !== '') yield appLine(words)
    for (const explanation of words === '' ? [] : (explain?.(null) ?? [])) yield { type: 'explained', explanation }
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
