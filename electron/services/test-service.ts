import { join } from 'node:path'
import type { AppContract } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { ParsedInputOf } from '../../shared/ipc/define.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { MetricRecord } from '../../shared/model/metric.ts'
import type { PackRequest } from '../../shared/model/pack.ts'
import { defaultRunOptions, type RunOptions } from '../../shared/model/run-options.ts'
import type { TestResult, TestTarget } from '../../shared/model/test-run.ts'
import { runCommand, type Owner } from '../../shared/uaitrain/run-command.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import type { JobContext, JobRunner } from '../core/jobs/job-runner.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Logger } from '../core/logs/logger.ts'
import { findGpuAccess } from '../core/gpu/gpu-access.ts'
import { createExplainer, withFindings } from '../core/runs/explain/create-explainer.ts'
import { createMetricFile, readMetrics, type MetricFile } from '../core/runs/metrics/metric-file.ts'
import { createMetricObserver } from '../core/runs/metrics/observe-metrics.ts'
import { planTest, testImageName } from '../core/runs/plan-test.ts'
import { runTest } from '../core/runs/run-test.ts'
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
  /** The curves of a test until now, then what comes. */
  metrics(id: JobId, signal: AbortSignal): AsyncGenerator<MetricRecord[], void>
}

export interface TestServiceOptions {
  readonly adapters: Adapters
  readonly runner: JobRunner
  readonly jobStore: JobStore
  readonly history: HistoryService
  readonly logger: Pick<Logger, 'internal'>
  /** The curves are kept here, beside the logs. */
  readonly jobsFolder: string
}

export function createTestService(options: TestServiceOptions): TestService {
  const { adapters, runner, jobStore, history, logger, jobsFolder } = options
  const openFiles = new Map<JobId, MetricFile>()
  const metricPathOf = (id: JobId): string => join(jobsFolder, `${id}.metrics`)

  const findPack = (id: JobId): { packJob: Job; request: PackRequest } => {
    const [packJob, request] = [jobStore.find(id), jobStore.findRequest(id)]
    if (packJob === null || request === null) throw new AppError('not-found', { what: 'job', id })
    if (history.record(id).origin === 'imported') throw new AppError('pack-imported', {})
    return { packJob, request }
  }

  const runOptionsOf = (projectId: ProjectId | null): RunOptions => {
    const newest = jobStore.list().find((job) => job.projectId === projectId && job.test !== null)
    return newest?.test?.options ?? defaultRunOptions
  }

  const openMetrics = (id: JobId): MetricFile => {
    const file = createMetricFile(metricPathOf(id), (error) => void logger.internal('curves not written', error))
    openFiles.set(id, file)
    return file
  }

  /** One run with those that listen to it. */
  const prepare = (
    test: NonNullable<Job['test']>,
    pack: { readonly request: PackRequest; readonly imageId: string },
  ): Pick<Parameters<JobRunner['start']>[0], 'observe' | 'run'> => {
    const explainer = createExplainer(test)
    let file: MetricFile | null = null
    const readNumbers = createMetricObserver((records) => file?.append(records))
    const run = async function* ({ id, signal, stop }: JobContext): AsyncGenerator<JobActivity, TestResult> {
      const metrics = openMetrics(id)
      file = metrics
      const surroundings = {
        ...adapters,
        owner: fileOwner(),
        environment: process.env,
        onMetrics: (...args: Parameters<typeof metrics.append>) => metrics.append(...args),
      }
      const plan = planTest({ ...pack, ...test, jobId: id })
      try {
        return yield* withFindings(runTest(plan, { ...surroundings, signal, stop }), explainer)
      } finally {
        await metrics.close()
        openFiles.delete(id)
      }
    }
    return {
      run,
      observe: (lines) => {
        explainer.observe(lines)
        readNumbers(lines)
      },
    }
  }

  return {
    startTest: ({ packJobId, target, options: chosen }) => {
      const { packJob, request } = findPack(packJobId)
      const imageId = packedImageId(packJob, target)
      if (imageId === null) throw new AppError('image-missing', { image: testImageName(request, target) })
      const test = { packJobId, target, options: chosen ?? runOptionsOf(packJob.projectId) }
      const { projectId } = packJob
      const pack = { request, imageId }
      return runner.start({ kind: 'test', projectId, request: null, test, claims: [], ...prepare(test, pack) })
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
    metrics: (id, signal) => readMetrics({ path: metricPathOf(id), live: openFiles.get(id) ?? null, signal }),
  }
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
