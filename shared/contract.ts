import { z } from 'zod'
import { command, event, stream } from './ipc/define.ts'
import { Account, AccountSecrets, AccountSettings } from './model/account.ts'
import { CodeFolder } from './model/code-folder.ts'
import { EngineHealth, SecretBackend, Verdict } from './model/health.ts'
import { AccountId, JobId, ProjectId } from './model/ids.ts'
import { Job, JobUpdate, LogLine } from './model/job.ts'
import { Project, ProjectSettings } from './model/project.ts'
import { TestTarget } from './model/test-run.ts'

const nothing = z.void()
const path = z.string().max(4096)
/** A known account's secrets that are left out are those it has. */
const AccountInput = z.object({ id: AccountId.nullable(), settings: AccountSettings, secrets: AccountSecrets })

/** Everything that crosses between the page and the main process. */
export const contract = {
  'app.info': command(
    nothing,
    z.object({
      version: z.string(),
      platform: z.string(),
      language: z.enum(['en', 'zh-CN']),
      /** Folder of the app's own log files. */
      logFolder: z.string(),
    }),
  ),
  /** Where secrets are kept. The first question to a keychain can take a while. */
  'app.secretStore': command(nothing, SecretBackend),
  /** Told once by the page when its first screen can be used; ends the measurement of the start. */
  'app.usable': command(nothing, nothing),
  'app.copyText': command(z.string().max(1_000_000), nothing),
  /** Opens the system's file manager on a folder, or on the folder of a file. */
  'app.showInFolder': command(path, nothing),
  'engine.health': command(nothing, EngineHealth),

  'accounts.list': command(nothing, z.array(Account)),
  /** Without an id a new account is made. */
  'accounts.save': command(AccountInput, Account),
  'accounts.remove': command(AccountId, nothing),
  /** Tries out what was typed, the API with its keys and UHub with its password, and keeps nothing of it. */
  'accounts.test': command(AccountInput, z.object({ api: Verdict, uhub: Verdict })),

  'projects.list': command(nothing, z.array(Project)),
  'projects.save': command(z.object({ id: ProjectId.nullable(), settings: ProjectSettings }), Project),
  'projects.remove': command(ProjectId, nothing),

  /** Asks the user for a folder; null when the user chose none. */
  'folders.choose': command(
    z.object({ purpose: z.enum(['code', 'testData', 'testOutput']), startAt: path.nullable() }),
    z.string().nullable(),
  ),
  'folders.inspect': command(z.object({ codePath: path }), CodeFolder),

  'jobs.list': command(nothing, z.array(Job)),
  'jobs.startPack': command(z.object({ projectId: ProjectId, push: z.boolean() }), JobId),
  'jobs.startTest': command(z.object({ packJobId: JobId, target: TestTarget }), JobId),
  'jobs.startSandbox': command(nothing, JobId),
  /** Answers when the job has ended and has cleaned up. */
  'jobs.cancel': command(JobId, nothing),
  'jobs.watch': stream(z.object({ jobId: JobId, fromSeq: z.number().int().min(0) }), JobUpdate, Job),
  /** Asks the user for a place and keeps there what the job has logged until now: its path, or null without a place. */
  'jobs.saveLog': command(z.object({ jobId: JobId }), z.string().nullable()),
  'jobs.log': stream(z.object({ jobId: JobId, fromIndex: z.number().int().min(0) }), LogLine, nothing),

  'jobs.changed': event(Job),
  'accounts.changed': event(z.array(Account)),
  'projects.changed': event(z.array(Project)),
} as const

export type AppContract = typeof contract
