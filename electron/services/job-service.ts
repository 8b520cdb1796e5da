import type { AppContract } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { ParsedInputOf } from '../../shared/ipc/define.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { PackRequest, PackResult } from '../../shared/model/pack.ts'
import { defaultRunOptions, type RunOptions } from '../../shared/model/run-options.ts'
import type { TestTarget } from '../../shared/model/test-run.ts'
import { runCommand, type Owner } from '../../shared/uaitrain/run-command.ts'
import type { AccountService } from '../core/accounts/account-service.ts'
import type { StoredAccount } from '../core/accounts/account-store.ts'
import type { BaseImageCache } from '../core/base-images/resolve.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import type { JobRunner } from '../core/jobs/job-runner.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import { packClaims, planPack, type PackPlan } from '../core/pack/plan.ts'
import { runPack } from '../core/pack/run-pack.ts'
import type { SecretStore } from '../core/ports.ts'
import type { ProjectService } from '../core/projects/project-service.ts'
import { findGpuAccess } from '../core/runs/check-test.ts'
import { createExplainer, withFindings } from '../core/runs/explain/create-explainer.ts'
import { planTest, testImageName } from '../core/runs/plan-test.ts'
import { runTest } from '../core/runs/run-test.ts'
import type { Adapters } from './adapters.ts'
import { nameAccount } from './name-account.ts'
import { packRequestOf } from './pack-request.ts'
import type { SandboxService } from './sandbox-service.ts'

export type TestWish = ParsedInputOf<AppContract['jobs.startTest']>

/** Starts each kind of job with all it needs. */
export interface JobService {
  /** Rejects with `invalid-field` before anything starts, or with `already-running`. */
  startPack(projectId: ProjectId, push: boolean): JobId
  /** Runs an image of an earlier pack as that pack's command does. */
  startTest(wish: TestWish): JobId
  /** What the newest test of a project had. */
  runOptionsOf(projectId: ProjectId): RunOptions
  /** The command to type to get the same run by hand. Rejects with `not-found`. */
  runCommandOf(wish: TestWish, signal: AbortSignal): Promise<string>
  startSandbox(): JobId
}

export interface JobServiceOptions {
  readonly adapters: Adapters
  readonly secrets: SecretStore
  readonly redactor: Redactor
  readonly runner: JobRunner
  readonly jobStore: JobStore
  readonly accounts: AccountService
  readonly projects: ProjectService
  readonly sandbox: SandboxService
}

export function createJobService(options: JobServiceOptions): JobService {
  const { adapters, runner, jobStore, accounts, projects, sandbox } = options
  const baseImageCache: BaseImageCache = new Map()

  const findPack = (id: JobId): { packJob: Job; request: PackRequest } => {
    const [packJob, request] = [jobStore.find(id), jobStore.findRequest(id)]
    if (packJob === null || request === null) throw new AppError('not-found', { what: 'job', id })
    return { packJob, request }
  }

  const runOptionsOf = (projectId: ProjectId | null): RunOptions => {
    const newest = jobStore.list().find((job) => job.projectId === projectId && job.test !== null)
    return newest?.test?.options ?? defaultRunOptions
  }

  return {
    startPack: (projectId, push) => {
      const project = projects.find(projectId)
      if (project.accountId === null) {
        throw new AppError('invalid-field', { field: 'account', problem: 'required', value: '' })
      }
      const account = accounts.find(project.accountId)
      const request = packRequestOf({ project, account, push })
      const plan = planPack(request)
      return runner.start({
        kind: 'pack',
        projectId,
        request,
        test: null,
        claims: packClaims(plan),
        run: ({ signal }) => pack({ plan, account, signal }, { ...options, baseImageCache }),
      })
    },
    startTest: ({ packJobId, target, options: chosen }) => {
      const { packJob, request } = findPack(packJobId)
      const testOptions = chosen ?? runOptionsOf(packJob.projectId)
      const explainer = createExplainer({ target, options: testOptions })
      const imageId = packedImageId(packJob, target)
      if (imageId === null) throw new AppError('image-missing', { image: testImageName(request, target) })
      return runner.start({
        kind: 'test',
        projectId: packJob.projectId,
        request: null,
        test: { packJobId, target, options: testOptions },
        claims: [],
        observe: explainer.observe,
        run: ({ id, signal, stop }) => {
          const plan = planTest({ request, imageId, target, options: testOptions, jobId: id })
          const surroundings = { ...adapters, owner: fileOwner(), environment: process.env }
          return withFindings(runTest(plan, { ...surroundings, signal, stop }), explainer)
        },
      })
    },
    runOptionsOf,
    runCommandOf: async ({ packJobId, target, options: chosen }, signal) => {
      const { packJob, request } = findPack(packJobId)
      return runCommand({
        settings: request.project,
        target,
        image: testImageName(request, target),
        options: chosen ?? runOptionsOf(packJob.projectId),
        gpuAccess: target === 'gpu' ? await findGpuAccess(adapters.engine, signal).catch(() => 'none') : 'none',
        owner: fileOwner(),
      })
    },
    startSandbox: () =>
      runner.start({
        kind: 'sandbox',
        projectId: null,
        request: null,
        test: null,
        claims: [],
        run: ({ signal }) => sandbox.run(signal),
      }),
  }
}

async function* pack(
  { plan, account, signal }: { plan: PackPlan; account: StoredAccount; signal: AbortSignal },
  options: JobServiceOptions & { baseImageCache: BaseImageCache },
): AsyncGenerator<JobActivity, PackResult> {
  const { adapters, secrets, redactor, baseImageCache, sandbox } = options
  const { id, settings } = account
  if (settings.kind === 'sandbox') await sandbox.start(signal)
  const [privateKey, uhubPassword] = await Promise.all([secrets.get(id, 'privateKey'), secrets.get(id, 'uhubPassword')])
  const { redact } = redactor
  try {
    return yield* runPack(plan, { ...adapters, secrets: { privateKey, uhubPassword }, baseImageCache, redact, signal })
  } catch (error) {
    throw nameAccount(error, settings.name)
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
