import { AppError } from '../../shared/errors.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { PackRequest } from '../../shared/model/pack.ts'
import type { AccountService } from '../core/accounts/account-service.ts'
import type { AccountStore, StoredAccount } from '../core/accounts/account-store.ts'
import type { BaseImageCache } from '../core/base-images/resolve.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import type { JobContext, JobRunner } from '../core/jobs/job-runner.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import type { PackSecrets } from '../core/pack/pack-context.ts'
import { packClaims, planPack } from '../core/pack/plan.ts'
import { runPack } from '../core/pack/run-pack.ts'
import { prepareBases, runPackages } from '../core/pack/run-packages.ts'
import type { Activities } from '../core/pack/stage.ts'
import type { KeptChangeStore } from '../core/packages/kept-change-store.ts'
import type { BadgeStore } from '../core/smoke/badge-store.ts'
import type { SecretStore } from '../core/ports/secrets.ts'
import type { ProjectService } from '../core/projects/project-service.ts'
import type { Adapters } from './adapters.ts'
import { nameAccount } from './name-account.ts'
import { packRequestOf } from './pack-request.ts'
import type { SandboxService } from './sandbox-service.ts'

export interface PackOptions {
  readonly push: boolean
  /** Without the gate that the project has before it. */
  readonly skipsSmoke?: boolean | undefined
}

/** Starts packs and the sandbox with all they need. */
export interface JobService {
  /** Rejects with `invalid-field` before anything starts, or with `already-running`. */
  startPack(projectId: ProjectId, options: PackOptions): JobId
  /** With an earlier pack's parameters. Rejects with `pack-imported` for one that was not made here. */
  packAgain(packJobId: JobId): JobId
  /** Installs the project's packages in its base images, for its next packs. Rejects as `startPack` does. */
  startPackages(projectId: ProjectId): JobId
  /** Has the engine get a base image of the project with all that its packs put into it, and tells its name. */
  readonly prepareBase: (
    projectId: ProjectId,
    lane: 'cpu' | 'gpu',
  ) => (context: Pick<JobContext, 'id' | 'signal'>) => Activities<string>
  startSandbox(): JobId
}

export interface JobServiceOptions {
  readonly adapters: Adapters
  readonly secrets: SecretStore
  readonly redactor: Redactor
  readonly runner: JobRunner
  readonly jobStore: JobStore
  readonly accounts: AccountService
  readonly accountStore: AccountStore
  readonly projects: ProjectService
  readonly sandbox: SandboxService
  readonly history: HistoryService
  readonly badges: BadgeStore
  readonly keptChanges: Pick<KeptChangeStore, 'list'>
}

interface PackStart {
  readonly projectId: ProjectId | null
  readonly account: StoredAccount
  readonly request: PackRequest
}

export function createJobService(options: JobServiceOptions): JobService {
  const { adapters, redactor, runner, accounts, accountStore, projects, sandbox, history, badges, keptChanges } =
    options
  const baseImageCache: BaseImageCache = new Map()
  const dependencies = { ...adapters, baseImageCache, redact: redactor.redact }

  const startOf = (projectId: ProjectId, { push, skipsSmoke = false }: PackOptions): PackStart => {
    const kept = projects.find(projectId)
    const project = skipsSmoke ? { ...kept, smokeSeconds: null } : kept
    if (project.accountId === null) {
      throw new AppError('invalid-field', { field: 'account', problem: 'required', value: '' })
    }
    const account = accounts.find(project.accountId)
    return {
      projectId,
      account,
      request: packRequestOf({ project, account, push, keptChanges: keptChanges.list(projectId) }),
    }
  }

  /** The pack's own; one made with keys on a command line goes with an account that has them. */
  const accountFor = ({ accountId, publicKey, uhubHost, uhubUsername }: PackRequest): StoredAccount => {
    const fits = ({ settings }: StoredAccount): boolean =>
      settings.uhubHost === uhubHost &&
      settings.uhubUsername === uhubUsername &&
      (publicKey === '' || settings.publicKey === publicKey)
    return accountStore.find(accountId) ?? accountStore.list().find(fits) ?? accounts.find(accountId)
  }

  const startPacking = ({ projectId, account, request }: PackStart): JobId => {
    const plan = planPack(request)
    return runner.start({
      kind: 'pack',
      projectId,
      request,
      test: null,
      claims: packClaims(plan),
      run: ({ id, signal }) =>
        withSecrets(account, { ...options, signal }, (secrets) =>
          runPack(plan, { ...dependencies, badges, secrets, jobId: id, signal }),
        ),
    })
  }

  return {
    startPack: (projectId, packOptions) => startPacking(startOf(projectId, packOptions)),
    packAgain: (packJobId) => {
      const { job, request, origin } = history.record(packJobId)
      if (origin !== 'here') throw new AppError('pack-imported', {})
      const account = accountFor(request)
      return startPacking({ projectId: job.projectId, account, request: { ...request, accountId: account.id } })
    },
    startPackages: (projectId) => {
      const { account, request } = startOf(projectId, { push: false })
      const plan = planPack(request)
      return runner.start({
        kind: 'packages',
        projectId,
        request: null,
        test: null,
        claims: [],
        run: ({ id, signal }) =>
          withSecrets(account, { ...options, signal }, (secrets) =>
            runPackages(plan, { ...dependencies, secrets, jobId: id, signal }),
          ),
      })
    },
    prepareBase: (projectId, lane) => {
      const { account, request } = startOf(projectId, { push: false })
      const plan = planPack(request)
      return async function* ({ id, signal }) {
        const [prepared] = yield* withSecrets(account, { ...options, signal }, (secrets) =>
          prepareBases(plan, { ...dependencies, secrets, jobId: id, signal }, [lane]),
        )
        if (prepared !== undefined) return prepared.customised?.image ?? prepared.base
        const field = lane === 'cpu' ? 'baseCpu' : 'baseGpu'
        throw new AppError('invalid-field', { field, problem: 'required', value: '' })
      }
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

/** Runs what needs an account's secrets, and the sandbox if the account is its. */
async function* withSecrets<Result>(
  { id, settings }: StoredAccount,
  { secrets, sandbox, signal }: JobServiceOptions & { readonly signal: AbortSignal },
  run: (secrets: PackSecrets) => AsyncGenerator<JobActivity, Result>,
): AsyncGenerator<JobActivity, Result> {
  if (settings.kind === 'sandbox') await sandbox.start(signal)
  const [privateKey, uhubPassword] = await Promise.all([secrets.get(id, 'privateKey'), secrets.get(id, 'uhubPassword')])
  try {
    return yield* run({ privateKey, uhubPassword })
  } catch (error) {
    throw nameAccount(error, settings.name)
  }
}
