import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { AppContract } from '../shared/contract.ts'
import { AppError } from '../shared/errors.ts'
import type { OutputOf, ParsedInputOf } from '../shared/ipc/define.ts'
import type { SecretName } from '../shared/model/account.ts'
import type { JobId, ProjectId } from '../shared/model/ids.ts'
import type { LogLine } from '../shared/model/job.ts'
import type { UnreadRow } from '../shared/model/unread-row.ts'
import { createAccountStore } from './adapters/store/accounts.ts'
import { createBadgeStore } from './adapters/store/badges.ts'
import { createFactsStore } from './adapters/store/base-facts.ts'
import { createJobStore } from './adapters/store/jobs.ts'
import { createKeptChangeStore } from './adapters/store/kept-changes.ts'
import { createMarkedStore } from './adapters/store/marked-metrics.ts'
import { createProjectStore } from './adapters/store/projects.ts'
import { keepMeasured, listUploads } from './adapters/store/uploads.ts'
import { createAccountService, type AccountService } from './core/accounts/account-service.ts'
import { registeredSecrets } from './core/accounts/registered-secrets.ts'
import { testAccount } from './core/accounts/test-account.ts'
import { logText } from './core/jobs/log-text.ts'
import { createJobProcesses } from './core/jobs/job-processes.ts'
import { createJobRunner, type JobRunner } from './core/jobs/job-runner.ts'
import type { HistoryService } from './core/history/history-service.ts'
import { createUnfinishedWrites } from './core/history/unfinished-writes.ts'
import { uploadSpeed, uploadsThatCount } from './core/jobs/upload-speed.ts'
import { wholeLog } from './core/jobs/whole-log.ts'
import { createLogService, type LogService } from './core/logs/log-service.ts'
import { createLogger, type Logger } from './core/logs/logger.ts'
import { createPageReports } from './services/page-reports.ts'
import type { PageReport } from '../shared/model/page-report.ts'
import { createRedactor } from './core/logs/redactor.ts'
import type { Engine } from './core/ports/engine.ts'
import type { SecretStore } from './core/ports/secrets.ts'
import { commandLineOf } from './core/projects/command-line-of.ts'
import { importCommandLine, type CommandLineImport } from './core/projects/import-command-line.ts'
import { createProjectFiles, type ProjectFiles } from './core/projects/project-files.ts'
import { createProjectFolders, type ProjectFolders } from './core/projects/project-folders.ts'
import { createProjectService, type ProjectService } from './core/projects/project-service.ts'
import { createFindSecrets } from './core/scan/find-secrets.ts'
import { ownSecretsRule } from './core/scan/secret-rules.ts'
import { createScanService, type ScanService } from './core/scan/scan-service.ts'
import type { EmitEvent } from './ipc/shell-actions.ts'
import { createAdapters, type Adapters } from './services/adapters.ts'
import { forgetDamage, openAppData } from './services/app-data.ts'
import { createBaseService, type BaseService } from './services/base-service.ts'
import { clearUp } from './services/clear-up.ts'
import { jobsFolderOf, logFolderOf, processesFolderOf, unfinishedFolderOf } from './services/data-paths.ts'
import { createHistory, type CodeRoom } from './services/history.ts'
import { createJobService, type JobService } from './services/job-service.ts'
import { createKeptChanges, type KeptChangesService } from './services/kept-changes-service.ts'
import { createPackAndTest } from './services/pack-and-test.ts'
import { createPastPacks, type PastPacks } from './services/past-packs.ts'
import { createDoctorService, type DoctorService } from './services/doctor-service.ts'
import { sampleFolderOf } from './services/sample-project.ts'
import { createSandboxService } from './services/sandbox-service.ts'
import { createSpeedService, type SpeedService } from './services/speed-service.ts'
import { createTargetService, type TargetService } from './services/target-service.ts'
import { createTerminalService, type TerminalService } from './services/terminal-service.ts'
import { createTestService, type TestService } from './services/test-service.ts'
import { createTransferService, type TransferService } from './services/transfer-service.ts'

type AccountVerdicts = OutputOf<AppContract['accounts.test']>

export interface Services {
  readonly log: Logger
  readonly keepPageReport: (report: PageReport) => void
  readonly logFolder: string
  readonly engine: Engine
  readonly secrets: SecretStore
  readonly accounts: AccountService
  readonly projects: ProjectService
  readonly projectFolders: ProjectFolders
  readonly projectFiles: ProjectFiles
  readonly scans: ScanService
  readonly jobs: JobRunner & JobService & TestService & ReturnType<typeof createPackAndTest>
  readonly history: HistoryService
  readonly room: CodeRoom
  /** Where the damaged database was put that this start has found; null without one. */
  readonly damagedPath: string | null
  /** Stored rows that this version cannot read, as far as they were met. */
  unreadRows(): UnreadRow[]
  /** Makes records of packed images that nobody remembers; tells how many. */
  rebuildHistory(signal: AbortSignal): Promise<number>
  readonly transfers: TransferService
  readonly terminals: TerminalService
  readonly keptChanges: KeptChangesService
  readonly pastPacks: PastPacks
  readonly bases: BaseService
  readonly target: TargetService
  readonly doctor: DoctorService
  readonly speed: SpeedService
  /** The line is kept nowhere; its secrets go to the keychain. */
  importCommandLine(text: string): Promise<CommandLineImport>
  /** For UCloud's tool, with variables of the shell in place of the secrets. */
  commandLineOf(id: ProjectId): string
  /** Tries out what is given, with the kept secrets for those left out; keeps nothing. */
  testAccount(input: ParsedInputOf<AppContract['accounts.test']>, signal: AbortSignal): Promise<AccountVerdicts>
  /** A file name for the log of a job. Rejects with `not-found`. */
  logNameOf(jobId: JobId): string
  readonly logs: LogService
  /** Bytes a second, as the newest pushes to a host went; null where that is not known. */
  uploadSpeedTo(host: string): number | null
  /** Writes lines to a file, whole or not at all: those given, or without them all that a job has logged until now. */
  /** Replaces a file that the user has chosen. */
  saveFile(path: string, content: string | Uint8Array): Promise<void>
  saveLog(path: string, lines: JobId | AsyncIterable<readonly LogLine[]>, signal: AbortSignal): Promise<void>
  /**
   * Cancels what runs, waits until it has cleaned up, ends the sandbox and closes the database. Tests can be left to go
   * on: the next start takes them up.
   */
  close(options?: { readonly leaveTests: boolean }): Promise<void>
}

export interface ServicesOptions {
  readonly dataFolder: string
  readonly sandboxFolder: string
  /** The sample project as it comes with the app. */
  readonly sampleFolder: string
  /** The program of the threads that look through logs. */
  readonly scanWorkerPath: string
  readonly emit: EmitEvent
  readonly adapters?: Adapters
}

/** Everything the main process offers. Opens its own database; engine, keychain and network wait until they are asked. */
export async function createServices({ dataFolder, sandboxFolder, emit, ...rest }: ServicesOptions): Promise<Services> {
  const adapters = rest.adapters ?? createAdapters(dataFolder)
  const { engine, clock } = adapters
  const redactor = createRedactor()
  const secrets = registeredSecrets(adapters.secrets, redactor)
  const logFolder = logFolderOf(dataFolder)
  const log = createLogger({ folder: logFolder, redactor, clock })
  const jobsFolder = jobsFolderOf(dataFolder)
  const data = await openAppData({ dataFolder, clock, log, damage: 'rescue' })
  const { database, damagedPath } = data
  const [accountStore, projectStore, jobStore] = [
    createAccountStore(database),
    createProjectStore(database),
    createJobStore(database),
  ]
  const unfinished = createUnfinishedWrites(unfinishedFolderOf(dataFolder), adapters.files)
  const badges = createBadgeStore(database)
  const { history, recorder, room, rebuild } = await createHistory({
    isAnew: damagedPath !== null,
    isApp: true,
    badges,
    database,
    dataFolder,
    jobsFolder,
    jobStore,
    unfinished,
    adapters,
    redactor,
    logger: log,
    emit,
  })
  const runner = createJobRunner({
    store: jobStore,
    clock,
    redactor,
    logger: log,
    jobsFolder,
    processes: createJobProcesses(processesFolderOf(dataFolder)),
    isApp: true,
    onOrphans: (ids) => void tidyings.push(tidyUpAfter(ids)),
    onChanged: (job) => emit('jobs.changed', job),
    // What a push does is a fact of the pack whose image it is.
    onFact: (id, fact) => recorder.add(jobStore.find(id)?.transfer?.packJobId ?? id, fact),
  })
  const projects = createProjectService({
    store: projectStore,
    clock,
    isInUse: (id) => runner.isRunning(id),
    onChanged: (list) => emit('projects.changed', list),
  })
  const accounts = createAccountService({
    store: accountStore,
    secrets,
    isInUse: (id) => projects.list().some((project) => project.accountId === id && runner.isRunning(project.id)),
    onChanged: (list) => {
      emit('accounts.changed', list)
      // A removed account is gone from its projects too.
      emit('projects.changed', projects.list())
    },
  })
  const sandbox = createSandboxService({
    folder: sandboxFolder,
    sample: { from: rest.sampleFolder, to: sampleFolderOf(dataFolder) },
    adapters,
    secrets,
    accountStore,
    accounts,
    projects,
  })
  const own = { adapters, secrets, redactor, runner, jobStore }
  const keptChanges = createKeptChanges({
    store: createKeptChangeStore(database),
    vault: adapters.keptChanges,
    onChanged: (changed) => emit('packages.changed', changed),
  })
  const starts = createJobService({
    ...own,
    ...{ accounts, accountStore, projects, sandbox, history, keptChanges, badges },
  })
  const transfers = createTransferService({ adapters, secrets, runner, accountStore, history, sandbox })

  const closing = new AbortController()
  const tests = createTestService({
    adapters,
    runner,
    jobStore,
    history,
    marked: createMarkedStore(database),
    logger: log,
    redactor,
    startMetricThread: () => new Worker(join(import.meta.dirname, 'metric-worker.cjs')),
    jobsFolder,
    signal: closing.signal,
  })

  await tests.resumeTests()

  const bases = createBaseService({ ...adapters, secrets, accounts, facts: createFactsStore(database) })
  const tidyUpAfter = (interruptedIds: readonly JobId[]): Promise<void> =>
    clearUp({
      ...{ adapters, jobStore, jobsFolder, unfinished, interruptedIds, logger: log, signal: closing.signal },
      // On the command line, too.
      isPacking: () => jobStore.running().some(({ kind }) => kind === 'pack'),
    })
  const tidyings = [tidyUpAfter(runner.interruptedIds)]

  return {
    log,
    keepPageReport: createPageReports(log, clock),
    logFolder,
    engine,
    secrets,
    accounts,
    projects: {
      ...projects,
      duplicate: (id) => {
        const made = projects.duplicate(id)
        keptChanges.copy(id, made.id)
        return made
      },
    },
    projectFolders: createProjectFolders({ projects, accountStore, files: adapters.files }),
    projectFiles: createProjectFiles({ projects, accountStore, files: adapters.files }),
    scans: createScanService({
      findSecrets: createFindSecrets([ownSecretsRule(redactor), (file) => adapters.secretLinter.find(file)]),
    }),
    jobs: { ...runner, ...starts, ...tests, ...createPackAndTest({ starts, tests, runner, jobStore, logger: log }) },
    history,
    room,
    damagedPath,
    unreadRows: () => data.unreadRows(),
    rebuildHistory: rebuild,
    transfers,
    terminals: createTerminalService({
      ...{ engine, runner, projects, history, keptChanges, clock, vault: adapters.keptChanges },
      prepareBase: starts.prepareBase,
    }),
    keptChanges,
    pastPacks: createPastPacks({
      ...{ history, transfers, adapters, jobsFolder, unfinished },
      onChanged: (id) => emit('history.changed', id),
      onRemoved: (ids) => emit('jobs.removed', [...ids]),
    }),
    bases,
    target: createTargetService({ engine, judge: adapters.judge, bases, history, keptChanges }),
    doctor: createDoctorService({ adapters, secrets, redactor, accountStore }),
    speed: createSpeedService({
      ...{ adapters, secrets, redactor, accountStore, projectStore },
      keep: (host, upload) => keepMeasured(database, host, upload),
    }),
    importCommandLine: (text) => importCommandLine(text, { projects, accounts, accountStore, secrets }),
    commandLineOf: (id) => {
      const project = projects.find(id)
      return commandLineOf(project, project.accountId === null ? null : accounts.find(project.accountId).settings)
    },
    testAccount: async ({ id, settings, secrets: typed }, signal) => {
      if (id !== null) accounts.find(id)
      if (settings.kind === 'sandbox') await sandbox.start(signal)
      const secretOf = async (name: SecretName): Promise<string | null> => {
        const secret = typed[name]
        if (secret === undefined) return id === null ? null : secrets.get(id, name)
        redactor.register(secret)
        return secret
      }
      const [privateKey, uhubPassword] = [await secretOf('privateKey'), await secretOf('uhubPassword')]
      return testAccount({ ...adapters, settings, privateKey, uhubPassword, redactor, signal })
    },
    logNameOf: (jobId) => {
      const job = jobStore.find(jobId)
      if (job === null) throw new AppError('not-found', { what: 'job', id: jobId })
      // No colon is allowed in a file name everywhere.
      return `${job.kind}-${new Date(job.startedAt).toISOString().slice(0, 19).replaceAll(':', '-')}.log`
    },
    uploadSpeedTo: (host) => uploadSpeed(listUploads(database, host, uploadsThatCount)),
    logs: createLogService({
      openJob: (...args) => runner.openLog(...args),
      startThread: () => new Worker(rest.scanWorkerPath),
    }),
    saveFile: (path, content) => adapters.files.replace(path, content),
    saveLog: (path, lines, signal) => {
      const content = typeof lines === 'string' ? wholeLog(runner.openLog(lines).path, signal) : logText(lines)
      return adapters.files.replace(path, content)
    },
    close: async (options) => {
      closing.abort()
      await runner.close(options)
      await Promise.all(tidyings)
      await recorder.close()
      await sandbox.close()
      await adapters.secretLinter.close()
      await adapters.judge.close()
      await engine.settle()
      await log.flush()
      data.close()
      if (damagedPath !== null) await forgetDamage(dataFolder)
    },
  }
}
