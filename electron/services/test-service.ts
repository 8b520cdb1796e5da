import { join } from 'node:path'
import type { AppContract } from '../../shared/contract.ts'
import { AppError, isCancelled } from '../../shared/errors.ts'
import type { ParsedInputOf } from '../../shared/ipc/define.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { MarkedName } from '../../shared/metrics/marked.ts'
import type { MetricRecord } from '../../shared/model/metric.ts'
import type { PackRequest } from '../../shared/model/pack.ts'
import { defaultRunOptions, type RunOptions } from '../../shared/model/run-options.ts'
import type { TestResult, TestTarget } from '../../shared/model/test-run.ts'
import { runCommand, type Owner } from '../../shared/uaitrain/run-command.ts'
import { merge } from '../core/async/merge.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import { JobInterrupted } from '../core/jobs/job-interrupted.ts'
import type { JobContext, JobResumption, JobRunner } from '../core/jobs/job-runner.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Logger } from '../core/logs/logger.ts'
import { findGpuAccess } from '../core/gpu/gpu-access.ts'
import { createExplainer } from '../core/runs/explain/create-explainer.ts'
import { createMetricFile, nextLine, readMetrics, type MetricFile } from '../core/runs/metrics/metric-file.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import type { MarkedStore } from '../core/runs/metrics/marked-store.ts'
import type { MetricThread } from '../core/runs/metrics/metric-messages.ts'
import { createNumberReading, type NumberReading } from '../core/runs/metrics/read-numbers.ts'
import { readMarked } from '../core/runs/metrics/read-marked.ts'
import { passedSecrets } from '../core/runs/passed-secrets.ts'
import { planTest, testImageName } from '../core/runs/plan-test.ts'
import { removeLeftovers } from '../core/runs/remove-leftovers.ts'
import type { OutputCounts } from '../core/runs/output-reader.ts'
import { resumeTest, runTest } from '../core/runs/run-test.ts'
import { waitForEngine } from '../core/runs/wait-for-engine.ts'
import type { Engine } from '../core/ports/engine.ts'
import type { Adapters } from './adapters.ts'

export type TestWish = ParsedInputOf<AppContract['jobs.startTest']>

/** Runs the images of packs, with all that belongs to a run. */
export interface TestService {
  /** Runs an image of an earlier pack as that pack's command does. */
  startTest(wish: TestWish): JobId
  /** What the newest test of a project had. */
  runOptionsOf(projectId: ProjectId): RunOptions
  /** The command to type to get the same run by hand. Rejects with `not-found`. */
  runCommandOf(wish: TestWish, signal: AbortSignal): Promise<string>
  /** Takes up the tests that an app before this one left, or was killed in. */
  resumeTests(): Promise<void>
  markedMetrics(projectId: ProjectId): MarkedName[]
  markMetrics(projectId: ProjectId, names: readonly MarkedName[]): void
  /** The curves of a test until now, then what comes. */
  metrics(id: JobId, signal: AbortSignal): AsyncGenerator<MetricRecord[], void>
}

interface Preparation {
  readonly test: NonNullable<Job['test']>
  readonly request: PackRequest
  readonly imageId: string
  /** Null for a run that begins. */
  readonly resumption?: { readonly startedAt: number } | null
}

export interface TestServiceOptions {
  readonly adapters: Adapters
  readonly runner: JobRunner
  readonly jobStore: JobStore
  readonly history: HistoryService
  readonly marked: MarkedStore
  readonly logger: Pick<Logger, 'internal'>
  readonly redactor: Pick<Redactor, 'register'>
  /** Starts what reads the numbers of a run. */
  readonly startMetricThread: () => MetricThread
  /** The curves are kept here, beside the logs. */
  readonly jobsFolder: string
  /** Aborted when the app ends. */
  readonly signal: AbortSignal
}

export function createTestService(options: TestServiceOptions): TestService {
  const { adapters, runner, jobStore, history, marked, logger, jobsFolder, startMetricThread, signal } = options
  const openFiles = new Map<JobId, MetricFile>()
  const metricPathOf = (id: JobId): string => join(jobsFolder, `${id}.metrics`)

  const findPack = (id: JobId): { packJob: Job; request: PackRequest } => {
    const [packJob, request] = [jobStore.find(id), jobStore.findRequest(id)]
    if (packJob === null || request === null) throw new AppError('not-found', { what: 'job', id })
    if (history.record(id).origin !== 'here') throw new AppError('pack-imported', {})
    return { packJob, request }
  }

  const runOptionsOf = (projectId: ProjectId | null): RunOptions => {
    return jobStore.newestTest(projectId)?.test?.options ?? defaultRunOptions
  }

  const openMetrics = (id: JobId): MetricFile => {
    const file = createMetricFile(metricPathOf(id), (error) => void logger.internal('curves not written', error))
    openFiles.set(id, file)
    return file
  }

  /** A container that outlives its run must not stay; should the app end before, its next start removes it. */
  const whenEngineAnswers = async (tidyUp: () => Promise<void>): Promise<void> => {
    try {
      await waitForEngine(adapters.engine, signal)
      await tidyUp()
    } catch (error) {
      if (!isCancelled(error)) logger.internal('run not tidied up', error)
    }
  }

  /** One run with those that listen to it. */
  const prepare = ({ test, request, imageId, resumption = null }: Preparation): JobResumption => {
    for (const secret of passedSecrets(test.options, process.env)) options.redactor.register(secret)
    const explainer = createExplainer(test)
    let numbers: NumberReading | null = null
    let lineCount = 0
    const run = async function* (context: JobContext, known: OutputCounts): AsyncGenerator<JobActivity, TestResult> {
      const { id } = context
      const metrics = openMetrics(id)
      numbers = createNumberReading({
        startThread: startMetricThread,
        logPath: runner.openLog(id).path,
        outputFolder: request.project.testOutputPath,
        sinceMs: resumption?.startedAt ?? adapters.clock.now(),
        fromLine: resumption === null ? 0 : await nextLine(metricPathOf(id)),
        tell: (records) => metrics.append(records),
        onFailure: (error) => void logger.internal('numbers not read', error),
      })
      numbers.extend(lineCount)
      const surroundings = {
        ...adapters,
        explain: explainer.explain,
        owner: fileOwner(),
        environment: process.env,
        onEngineAway: (tidyUp: () => Promise<void>) => void whenEngineAnswers(tidyUp),
        onMetrics: (...args: Parameters<typeof metrics.append>) => metrics.append(...args),
      }
      const plan = planTest({ request, imageId, ...test, jobId: id })
      const activities =
        resumption === null
          ? runTest(plan, { ...surroundings, ...context })
          : resumeTest(plan, { ...surroundings, ...context, ...resumption, known })
      try {
        return yield* activities
      } finally {
        await numbers.end()
        await metrics.close()
        openFiles.delete(id)
      }
    }
    return {
      run,
      observe: (lines) => {
        explainer.observe(lines)
        lineCount = (lines.at(-1)?.index ?? -1) + 1
        numbers?.extend(lineCount)
      },
    }
  }

  const resumptionOf = (job: Job): JobResumption => {
    const events = jobStore.listEvents(job.id, 0)
    const startedAt = events.find((event) => event.type === 'stage' && event.stage === 'create')?.at ?? job.startedAt
    const { test } = job
    const packJob = test === null ? null : jobStore.find(test.packJobId)
    const request = packJob === null ? null : jobStore.findRequest(packJob.id)
    const imageId = packJob === null || test === null ? null : packedImageId(packJob, test.target)
    if (test === null || request === null || imageId === null) {
      return { observe: () => undefined, run: (context) => giveUp(adapters.engine, context) }
    }
    return prepare({ test, request, imageId, resumption: { startedAt } })
  }

  return {
    startTest: ({ packJobId, target, options: chosen }) => {
      const { packJob, request } = findPack(packJobId)
      const imageId = packedImageId(packJob, target)
      if (imageId === null) throw new AppError('image-missing', { image: testImageName(request, target) })
      const test = { packJobId, target, options: chosen ?? runOptionsOf(packJob.projectId) }
      const { projectId } = packJob
      const { observe, run } = prepare({ test, request, imageId })
      return runner.start({
        ...{ kind: 'test', projectId, request: null, test, claims: [], observe },
        run: (context) => run(context, { out: 0, err: 0 }),
      })
    },
    resumeTests: async () => {
      for (const job of runner.unfinishedTests) {
        await runner
          .resume(job.id, resumptionOf(job))
          .catch((error: unknown) => void logger.internal('test not taken up', error))
      }
    },
    runOptionsOf,
    runCommandOf: async ({ packJobId, target, options: chosen }, signal) => {
      const { packJob, request } = findPack(packJobId)
      return runCommand({
        settings: request.project,
        target,
        image: testImageName(request, target),
        options: chosen ?? runOptionsOf(packJob.projectId),
        gpuAccess:
          target === 'gpu'
            ? await findGpuAccess(adapters.engine, adapters.machine, signal).catch(() => 'none')
            : 'none',
        owner: fileOwner(),
      })
    },
    markedMetrics: (projectId) => marked.list(projectId),
    markMetrics: (projectId, names) => marked.replace(projectId, names),
    async *metrics(id, signal) {
      const projectId = jobStore.find(id)?.projectId ?? null
      const names = projectId === null ? [] : marked.list(projectId)
      const log = runner.openLog(id)
      yield* merge(
        [
          (stop) => readMetrics({ path: metricPathOf(id), live: openFiles.get(id) ?? null, signal: stop }),
          (stop) => readMarked(names, { ...log, signal: stop }),
        ],
        signal,
      )
    },
  }
}

/** Of a run whose pack is not known any more there is nothing to tell. */
async function* giveUp(engine: Engine, { id, signal }: JobContext): AsyncGenerator<JobActivity, TestResult> {
  yield* []
  await removeLeftovers({ engine, jobIds: [id], signal })
  throw new JobInterrupted()
}

/** The image itself: by now its name may stand for another. Null when the pack has not made it. */
function packedImageId({ result }: Job, target: TestTarget): string | null {
  return result?.kind === 'pack' ? (result.images.find(({ lane }) => lane === target)?.id ?? null) : null
}

/** Null as root, whose files a container's are anyway, and where files have no owner. */
function fileOwner(): Owner | null {
  const uid = process.getuid?.() ?? 0
  return uid === 0 ? null : { uid, gid: process.getgid?.() ?? uid }
}
