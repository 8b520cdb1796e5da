import type { AppContract } from '../../shared/contract.ts'
import { contract } from '../../shared/contract.ts'
import { AppError, cancelled, type ErrorData } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import type { MessagePortLike } from '../../shared/ipc/port.ts'
import { serveContract } from '../../shared/ipc/server.ts'
import type { Account } from '../../shared/model/account.ts'
import type { EngineHealth, SecretBackend } from '../../shared/model/health.ts'
import { AccountId, JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job, JobUpdate, LogLine } from '../../shared/model/job.ts'
import type { Project } from '../../shared/model/project.ts'

/** As many lines of a log as main sends at once. */
const logBatch = 200

/** A main process in memory, for looking at the page and for its stores' tests: it keeps, it does not work. */
export interface FakeMain {
  readonly projects: Project[]
  readonly accounts: Account[]
  readonly jobs: Job[]
  /** What watching a job tells, by job. */
  readonly updates: Map<JobId, JobUpdate[]>
  readonly logs: Map<JobId, LogLine[]>
  language: 'en' | 'zh-CN'
  engine: EngineHealth
  secrets: SecretBackend
  /** Thrown by the next call of a command. */
  readonly refusals: Map<string, ErrorData>
  /** The names of the commands that were called, in order. */
  readonly calls: string[]
  /** What `folders.choose` answers. */
  chosenFolder: string | null
  /** What `jobs.saveLog` answers. */
  chosenFile: string | null
  serve(port: MessagePortLike): void
  tellJob(job: Job): void
}

export function createFakeMain(now: () => number = Date.now): FakeMain {
  const projects: Project[] = []
  const accounts: Account[] = []
  const jobs: Job[] = []
  const emitters: ((job: Job) => void)[] = []
  let nextId = 1

  const main: FakeMain = {
    projects,
    accounts,
    jobs,
    updates: new Map(),
    logs: new Map(),
    language: 'en',
    engine: { state: 'ok', version: '20.10.24', apiVersion: '1.41', storageDriver: 'overlay2', runtimes: ['runc'] },
    secrets: { kind: 'keychain' },
    refusals: new Map(),
    calls: [],
    chosenFolder: '/home/lin/code/pytorch-mnist/code',
    chosenFile: '/home/lin/pack.log',
    serve(port) {
      const server = serveContract({
        contract,
        handlers,
        port,
        onInternalError: (error) => new AppError('internal', { id: String(error) }, { cause: error }),
      })
      emitters.push((job) => server.emit('jobs.changed', job))
    },
    tellJob(job) {
      put(jobs, job)
      for (const emit of emitters) emit(job)
    },
  }

  function called(name: string): void {
    main.calls.push(name)
    const refusal = main.refusals.get(name)
    main.refusals.delete(name)
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.details)
  }

  function startJob(kind: Job['kind'], projectId: ProjectId | null): JobId {
    const id = JobId.parse(`job-${nextId++}`)
    const [endedAt, error, result, test] = [null, null, null, null]
    main.tellJob({ id, kind, projectId, state: 'running', startedAt: now(), endedAt, error, result, test })
    return id
  }

  const handlers: Handlers<AppContract> = {
    'app.info': () => {
      called('app.info')
      const { language } = main
      return { version: '0.1.0', platform: 'linux', language, logFolder: '/home/lin/.config/packer/logs' }
    },
    'app.secretStore': () => main.secrets,
    'app.usable': () => called('app.usable'),
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
    'projects.list': () => {
      called('projects.list')
      return projects
    },
    'projects.save': ({ id, settings }) => {
      called('projects.save')
      const createdAt = projects.find((project) => project.id === id)?.createdAt ?? now()
      const project = { ...settings, id: id ?? ProjectId.parse(`project-${nextId++}`), createdAt, updatedAt: now() }
      put(projects, project)
      return project
    },
    'projects.remove': (id) => {
      called('projects.remove')
      drop(projects, id)
    },
    'folders.choose': () => {
      called('folders.choose')
      return main.chosenFolder
    },
    'folders.inspect': ({ codePath }) => {
      called('folders.inspect')
      return {
        path: codePath,
        mainFiles: [
          { path: 'mnist.py', score: 9 },
          { path: 'models/train_resnet.py', score: 4 },
          { path: 'utils.py', score: 0 },
        ],
        fileCount: 214,
        sizeBytes: 1_240_000,
        ignoredCount: 31,
        hiddenByMounts: ['data'],
        suggestion: {
          name: 'pytorch-mnist',
          imageName: 'pytorch-mnist',
          testDataPath: '/home/lin/code/pytorch-mnist/data',
          testOutputPath: '/home/lin/code/pytorch-mnist/output',
        },
      }
    },
    'jobs.list': () => {
      called('jobs.list')
      return jobs
    },
    'jobs.startPack': ({ projectId }) => {
      called('jobs.startPack')
      return startJob('pack', projectId)
    },
    'jobs.startTest': ({ packJobId }) => {
      called('jobs.startTest')
      return startJob('test', jobs.find((job) => job.id === packJobId)?.projectId ?? null)
    },
    'jobs.startSandbox': () => {
      called('jobs.startSandbox')
      return startJob('sandbox', null)
    },
    'jobs.cancel': (id) => {
      called('jobs.cancel')
      const job = jobs.find((one) => one.id === id)
      if (job !== undefined) main.tellJob({ ...job, state: 'cancelled', endedAt: now() })
    },
    'jobs.saveLog': () => {
      called('jobs.saveLog')
      return main.chosenFile
    },
    async *'jobs.watch'({ jobId }, { signal }) {
      const job = jobs.find((one) => one.id === jobId)
      if (job === undefined) throw new AppError('not-found', { what: 'job', id: jobId })
      yield main.updates.get(jobId) ?? []
      if (job.state === 'running') await aborted(signal)
      return job
    },
    async *'jobs.log'({ jobId, fromIndex }, { signal }) {
      const lines = main.logs.get(jobId) ?? []
      for (let from = fromIndex; from < lines.length; from += logBatch) yield lines.slice(from, from + logBatch)
      if (jobs.find((one) => one.id === jobId)?.state === 'running') await aborted(signal)
    },
  }

  return main
}

function put<Item extends { readonly id: string }>(items: Item[], item: Item): void {
  const at = items.findIndex((one) => one.id === item.id)
  if (at < 0) items.push(item)
  else items[at] = item
}

function drop(items: { readonly id: string }[], id: string): void {
  const at = items.findIndex((one) => one.id === id)
  if (at >= 0) items.splice(at, 1)
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(cancelled()), { once: true }))
}
