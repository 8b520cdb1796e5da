import type { AppContract } from '../../shared/contract.ts'
import { contract } from '../../shared/contract.ts'
import { AppError, type ErrorData } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import type { MessagePortLike } from '../../shared/ipc/port.ts'
import { serveContract } from '../../shared/ipc/server.ts'
import type { Account } from '../../shared/model/account.ts'
import type { BaseFacts } from '../../shared/model/base-facts.ts'
import type { Finding } from '../../shared/model/doctor.ts'
import type { SpeedReport } from '../../shared/model/speed.ts'
import type { Gpu } from '../../shared/model/gpu.ts'
import type { EngineHealth, SecretBackend } from '../../shared/model/health.ts'
import { AccountId, JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job, JobUpdate, LogLine } from '../../shared/model/job.ts'
import type { MetricRecord } from '../../shared/model/metric.ts'
import type { Opened } from '../../shared/model/opened.ts'
import { defaultRunOptions, type RunOptions } from '../../shared/model/run-options.ts'
import type { TestTarget } from '../../shared/model/test-run.ts'
import { runCommand } from '../../shared/uaitrain/run-command.ts'
import { sampleProjectSettings } from './samples.ts'
import type { Project } from '../../shared/model/project.ts'
import type { TargetReport } from '../../shared/model/target.ts'
import { historyHandlers, type FakeHistory } from './fake-history.ts'
import { createFakeLogs } from './fake-logs.ts'
import { projectHandlers, type FakeProjects } from './fake-projects.ts'
import { aborted, drop, put } from './fake-parts.ts'
import { noChangeSummary, terminalHandlers, type FakeTerminals } from './fake-terminals.ts'

/** A main process in memory, for looking at the page and for its stores' tests: it keeps, it does not work. */
export interface FakeMain extends FakeProjects {
  readonly jobs: Job[]
  readonly metrics: Map<JobId, MetricRecord[]>
  /** What watching a job tells, by job. */
  readonly updates: Map<JobId, JobUpdate[]>
  readonly logs: Map<JobId, LogLine[]>
  readonly history: FakeHistory
  damagedDatabase: string | null
  language: 'en' | 'zh-CN'
  engine: EngineHealth
  secrets: SecretBackend
  /** How fast the registry is. */
  speed: SpeedReport
  /** What the doctor finds, where it is asked for it. */
  findings: Finding[]
  gpus: readonly Gpu[]
  /** The numbers that are marked as curves, of every project. */
  marked: string[]
  /** What is known of images as the bases of others. */
  readonly bases: BaseFacts[]
  target: TargetReport
  /** Thrown by the next call of a command. */
  readonly refusals: Map<string, ErrorData>
  /** The names of the commands that were called, in order. */
  readonly calls: string[]
  /** Told as soon as the page is usable. */
  readonly opened: Opened[]
  readonly terminals: FakeTerminals
  uploadSpeed: number | null
  serve(port: MessagePortLike): void
  tellJob(job: Job): void
  tellOpened(opened: Opened): void
}

const noGpuFinding: Finding = {
  ...{ check: 'gpu', code: 'gpu-none', verdict: 'skipped' },
  ...{ values: {}, words: null, cures: [], tookMs: 1 },
}

export function createFakeMain(now: () => number = Date.now): FakeMain {
  const projects: Project[] = []
  const accounts: Account[] = []
  const jobs: Job[] = []
  const emitters: ((job: Job) => void)[] = []
  const openers: ((opened: Opened) => void)[] = []
  let nextId = 1

  const main: FakeMain = {
    projects,
    accounts,
    jobs,
    metrics: new Map(),
    updates: new Map(),
    logs: new Map(),
    history: { records: [], files: new Map(), truths: new Map(), diffs: new Map() },
    damagedDatabase: null,
    language: 'en',
    engine: {
      state: 'ok',
      version: '20.10.24',
      apiVersion: '1.41',
      storageDriver: 'overlay2',
      runtimes: ['runc'],
      cdiFolders: [],
      cdiDevices: [],
    },
    secrets: { kind: 'keychain' },
    findings: [],
    speed: {
      host: 'uhub.ucloud.cn',
      latencyMs: 38,
      upload: { state: 'measured', bytes: 5_242_880, ms: 5021 },
      download: { state: 'measured', bytes: 16_000_000, ms: 1650 },
    },
    gpus: [],
    marked: [],
    bases: [],
    target: { findings: [], fileCount: 0 },
    refusals: new Map(),
    calls: [],
    chosenFolder: '/home/lin/code/pytorch-mnist/code',
    opened: [],
    chosenFile: null,
    filePreview: null,
    fileState: 'in-step',
    exportOutcome: { state: 'written', path: '/home/lin/code/pytorch-mnist/pytorch-mnist.uaitrain' },
    missingFolders: [],
    moved: [],
    terminals: { open: [], shown: '', changes: noChangeSummary, kept: [] },
    scanUpdates: [],
    scanEntries: [],
    uploadSpeed: null,
    serve(port) {
      const server = serveContract({
        contract,
        handlers,
        port,
        onInternalError: (error) => new AppError('internal', { id: String(error) }, { cause: error }),
      })
      emitters.push((job) => server.emit('jobs.changed', job))
      openers.push((opened) => server.emit('app.opened', opened))
    },
    tellJob(job) {
      put(jobs, job)
      for (const emit of emitters) emit(job)
    },
    tellOpened(opened) {
      for (const emit of openers) emit(opened)
    },
  }

  function called(name: string): void {
    main.calls.push(name)
    const refusal = main.refusals.get(name)
    main.refusals.delete(name)
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.details)
  }

  function startJob(kind: Job['kind'], projectId: ProjectId | null, test: Job['test'] = null): JobId {
    const id = JobId.parse(`job-${nextId++}`)
    const [endedAt, error, result] = [null, null, null]
    main.tellJob({ id, kind, projectId, state: 'running', startedAt: now(), endedAt, error, result, test })
    return id
  }

  const handlers: Handlers<AppContract> = {
    ...historyHandlers(main.history),
    ...projectHandlers(main, { now, nextNumber: () => nextId++, called }),
    ...terminalHandlers(main, (projectId) => startJob('terminal', projectId)),
    'app.info': () => {
      called('app.info')
      const { language } = main
      return {
        version: '0.1.0',
        platform: 'linux',
        language,
        logFolder: '/home/lin/.config/packer/logs',
        damagedDatabase: main.damagedDatabase,
      }
    },
    'app.unreadRows': () => [],
    'app.secretStore': () => main.secrets,
    'app.usable': () => {
      called('app.usable')
      for (const opened of main.opened.splice(0)) main.tellOpened(opened)
    },
    'page.report': () => called('page.report'),
    'app.notices': () => 'UAI Train Packer contains parts of these packages, under their own terms.\n',
    'app.copyText': () => called('app.copyText'),
    'app.showInFolder': () => called('app.showInFolder'),
    'engine.health': () => {
      called('engine.health')
      return main.engine
    },
    'accounts.list': () => {
      called('accounts.list')
      return accounts
    },
    'accounts.save': ({ id, settings, secrets }) => {
      called('accounts.save')
      const known = accounts.find((account) => account.id === id)
      const account = {
        ...settings,
        id: id ?? AccountId.parse(`account-${nextId++}`),
        hasPrivateKey: secrets.privateKey !== undefined || known?.hasPrivateKey === true,
        hasUhubPassword: secrets.uhubPassword !== undefined || known?.hasUhubPassword === true,
      }
      put(accounts, account)
      return account
    },
    'accounts.remove': (id) => {
      called('accounts.remove')
      drop(accounts, id)
    },
    'accounts.test': () => {
      called('accounts.test')
      const details = {
        host: 'uhub.ucloud.cn',
        username: 'lin@example.com',
        words: 'unauthorized: authentication required',
      }
      return {
        api: { state: 'ok', detail: '3 projects' },
        uhub: { state: 'failed', problem: { code: 'registry-login-refused', details } },
      }
    },
    'jobs.uploadSpeed': () => {
      called('jobs.uploadSpeed')
      return main.uploadSpeed
    },
    'bases.known': ({ image }) => {
      called('bases.known')
      return main.bases.find((facts) => facts.image === image) ?? null
    },
    'bases.test': ({ image }) => {
      called('bases.test')
      const found = main.bases.find((facts) => facts.image === image)
      if (found === undefined) throw new AppError('base-not-found', { image, words: '' })
      return found
    },
    'target.check': () => {
      called('target.check')
      return main.target
    },
    'target.try': () => {
      called('target.try')
      return { image: 'base', python: '3.6.2', missing: ['nltk'], outcome: 'refused', words: 'unrecognized arguments' }
    },
    async *'doctor.run'({ only }) {
      called('doctor.run')
      yield await Promise.resolve(main.findings.filter(({ check }) => only?.includes(check) ?? true))
    },
    async *'registry.measureSpeed'() {
      called('registry.measureSpeed')
      yield [await Promise.resolve({ way: 'upload' as const, bytes: 1_000_000, ms: 1000 })]
      return main.speed
    },
    'gpus.look': () => {
      called('gpus.look')
      const finding = main.findings.find(({ check }) => check === 'gpu') ?? noGpuFinding
      return { finding, gpus: [...main.gpus] }
    },
    'jobs.list': () => {
      called('jobs.list')
      return jobs
    },
    'jobs.startPack': ({ projectId }) => {
      called('jobs.startPack')
      return startJob('pack', projectId)
    },
    'jobs.startPackages': (projectId) => {
      called('jobs.startPackages')
      return startJob('packages', projectId)
    },
    'jobs.startTest': ({ packJobId, target, options = defaultRunOptions }) => {
      called('jobs.startTest')
      const projectId = jobs.find((job) => job.id === packJobId)?.projectId ?? null
      return startJob('test', projectId, { packJobId, target, options })
    },
    'jobs.packAgain': () => startJob('pack', null),
    'jobs.startPush': () => startJob('push', null),
    'jobs.startPull': () => startJob('pull', null),
    'jobs.startSandbox': () => {
      called('jobs.startSandbox')
      return startJob('sandbox', null)
    },
    'jobs.cancel': (id) => {
      called('jobs.cancel')
      const job = jobs.find((one) => one.id === id)
      if (job !== undefined) main.tellJob({ ...job, state: 'cancelled', endedAt: now() })
    },
    'jobs.stop': (id) => {
      called('jobs.stop')
      const job = jobs.find((one) => one.id === id)
      if (job !== undefined) main.tellJob({ ...job, state: 'cancelled', endedAt: now() })
    },
    'runs.options': () => {
      called('runs.options')
      return defaultRunOptions
    },
    async *'runs.metrics'(jobId, { signal }) {
      yield main.metrics.get(jobId) ?? []
      if (jobs.find((one) => one.id === jobId)?.state === 'running') await aborted(signal)
    },
    'runs.saveChart': ({ name, format }) => {
      called('runs.saveChart')
      return `/home/lin/${name}.${format}`
    },
    'runs.marked': () => {
      called('runs.marked')
      return main.marked
    },
    'runs.mark': ({ names }) => {
      called('runs.mark')
      main.marked = names
    },
    'runs.command': ({ target, options = defaultRunOptions }) => {
      called('runs.command')
      return fakeRunCommand(target, options)
    },
    async *'jobs.watch'({ jobId }, { signal }) {
      const job = jobs.find((one) => one.id === jobId)
      if (job === undefined) throw new AppError('not-found', { what: 'job', id: jobId })
      yield main.updates.get(jobId) ?? []
      if (job.state === 'running') await aborted(signal)
      return job
    },
    ...createFakeLogs({
      linesOf: (jobId) => main.logs.get(jobId) ?? [],
      isRunning,
      called,
      chosenFile: () => main.chosenFile,
    }),
  }

  function isRunning(jobId: JobId): boolean {
    return jobs.find((one) => one.id === jobId)?.state === 'running'
  }

  return main
}

function fakeRunCommand(target: TestTarget, options: RunOptions): string {
  const settings = sampleProjectSettings()
  const image = target === 'cpu' ? 'pytorch-mnist-cpu:uaitrain' : 'uhub.ucloud.cn/demo/pytorch-mnist:uaitrain'
  return runCommand({ settings, target, image, options, gpuAccess: 'runtime', owner: { uid: 1000, gid: 1000 } })
}
