import { z } from 'zod'
import { command, event, stream } from './ipc/define.ts'
import { Account, AccountSecrets, AccountSettings, SecretName } from './model/account.ts'
import { BaseFacts } from './model/base-facts.ts'
import { CodeFile } from './model/code-file.ts'
import { CodeFolder } from './model/code-folder.ts'
import { MarkedName, maxMarked } from './metrics/marked.ts'
import { CheckId, Finding, GpuReport } from './model/doctor.ts'
import { EngineHealth, SecretBackend, Verdict } from './model/health.ts'
import { AccountId, JobId, ProjectId } from './model/ids.ts'
import { IgnoreRule, IgnoreSettings } from './model/ignore.ts'
import { LogQuery } from './log/query.ts'
import { Job, JobUpdate } from './model/job.ts'
import { FindState, FoundRow, LogFilter, LogFindId, LogRow, LogState, LogStep, LogViewId } from './model/log.ts'
import { MetricRecord } from './model/metric.ts'
import { Opened } from './model/opened.ts'
import {
  CodeRoom,
  FileDiff,
  ImageRemoval,
  ImageTruth,
  PackComparison,
  PackFilter,
  PackRecord,
  PackRow,
} from './model/pack-record.ts'
import { KeptChange } from './model/packages.ts'
import { PageReport } from './model/page-report.ts'
import { Project, ProjectSettings } from './model/project.ts'
import { ExportOutcome, ProjectFilePreview, ProjectFileState } from './model/project-file.ts'
import { RunOptions } from './model/run-options.ts'
import { ScanEntry, ScanId, ScanUpdate, WarningKey } from './model/scan.ts'
import { SpeedProgress, SpeedReport } from './model/speed.ts'
import { TargetQuestion, TargetReport, TargetTrial, TrialQuestion } from './model/target.ts'
import {
  ChangeSummary,
  OpenTerminal,
  TerminalEnd,
  TerminalImage,
  TerminalInput,
  TerminalOutput,
  TerminalSize,
} from './model/terminal.ts'
import { TestTarget } from './model/test-run.ts'
import { UnreadRow } from './model/unread-row.ts'

const nothing = z.void()
const path = z.string().max(4096)
const row = z.number().int().min(0)
/** A known account's secrets that are left out are those it has. */
const AccountInput = z.object({ id: AccountId.nullable(), settings: AccountSettings, secrets: AccountSecrets })

const TestWish = z.object({ packJobId: JobId, target: TestTarget, options: RunOptions.optional() })

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
      /** Where the damaged database was put that this start has found; null without one. */
      damagedDatabase: z.string().nullable(),
    }),
  ),
  /** Stored rows that this version cannot read, met until now; they stay as they are. */
  'app.unreadRows': command(nothing, z.array(UnreadRow)),
  /** Where secrets are kept. The first question to a keychain can take a while. */
  'app.secretStore': command(nothing, SecretBackend),
  /** Told once by the page when its first screen can be used; ends the measurement of the start. */
  'app.usable': command(nothing, nothing),
  /** Of what went wrong in the page; kept in the app's log. */
  'page.report': command(PageReport, nothing),
  'app.copyText': command(z.string().max(1_000_000), nothing),
  /** The terms of every package that is in the app: one text. */
  'app.notices': command(nothing, z.string().max(2_000_000)),
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
  /** A second one with the same settings under a name of its own. */
  'projects.duplicate': command(ProjectId, Project),
  /** Puts a project away, or takes it out again; its files and images stay as they are. */
  'projects.archive': command(z.object({ id: ProjectId, archived: z.boolean() }), Project),
  /** Lives with a warning about the code from now on, or is told of it again. */
  'projects.keepWarning': command(z.object({ id: ProjectId, warning: WarningKey, kept: z.boolean() }), Project),
  /** Those whose code folder is not where it was. */
  'projects.findMoved': command(nothing, z.array(ProjectId)),
  /** Points a project to where its code folder is now; test folders and project file that moved along follow. */
  'projects.relocate': command(z.object({ id: ProjectId, codePath: path }), Project),
  /**
   * The project of a folder that was opened: the one that has its code there, or a new one with best guesses; nothing
   * is made on the disk. A folder with a project file that is not imported yet is answered with that file.
   */
  'projects.fromFolder': command(
    path,
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('project'), project: Project, isNew: z.boolean(), missingFolders: z.array(path) }),
      z.object({ kind: z.literal('file'), path }),
    ]),
  ),
  /** Makes those of a project's test folders that do not exist, and tells which. */
  'projects.makeTestFolders': command(ProjectId, z.array(path)),
  /** A project of a pasted `pytorch_tool.py pack …`; its secrets go to the keychain and are not kept anywhere else. */
  'projects.fromCommandLine': command(
    z.string().max(100_000),
    z.object({
      project: Project,
      accountId: AccountId.nullable(),
      accountIsNew: z.boolean(),
      /** Those that the keychain keeps now. */
      movedSecrets: z.array(SecretName),
    }),
  ),
  /** The line for the tool that packs this project; secrets are left to be filled in. */
  'projects.commandLine': command(ProjectId, z.string()),
  /** Writes a project file: to a path, or to the project's own, or beside the code. Asks before it overwrites. */
  'projects.exportFile': command(
    z.object({ id: ProjectId, path: path.nullable(), overwrite: z.boolean() }),
    ExportOutcome,
  ),
  /** Asks the user for a project file to read or to write; null when the user chose none. */
  'projects.chooseFile': command(
    z.object({ purpose: z.enum(['import', 'export']), startAt: path.nullable() }),
    z.string().nullable(),
  ),
  'projects.fileState': command(ProjectId, ProjectFileState),
  /** What a project file would do. Nothing is kept. */
  'projects.readFile': command(path, ProjectFilePreview),
  /** Makes the file's project, or brings it up to date. `digest` is that of what the user has seen. */
  'projects.importFile': command(z.object({ path, digest: z.string() }), Project),

  /** Asks the user for a folder; null when the user chose none. */
  'folders.choose': command(
    z.object({ purpose: z.enum(['code', 'testData', 'testOutput']), startAt: path.nullable() }),
    z.string().nullable(),
  ),
  'folders.inspect': command(z.object({ codePath: path, ignore: IgnoreSettings.optional() }), CodeFolder),
  /** Looks at all that a pack would send. Live, it begins again whenever the folder has changed, until it is left. */
  'folders.scan': stream(z.object({ codePath: path, ignore: IgnoreSettings, live: z.boolean() }), ScanUpdate, nothing),
  /** The folders and files under a folder of an open scan, biggest first: `limit` of each folder, after the first `skip`. */
  'folders.scanEntries': command(
    z.object({
      scanId: ScanId,
      folder: path,
      depth: z.number().int().min(1).max(4),
      skip: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000),
    }),
    z.array(ScanEntry),
  ),
  /** What a rule left out of an open scan, biggest first: whole folders, or files. Null for all rules. */
  'folders.scanIgnored': command(
    z.object({
      scanId: ScanId,
      rule: IgnoreRule.nullable(),
      limit: z.number().int().min(1).max(1000),
    }),
    z.array(ScanEntry),
  ),

  /** What is remembered of an image as the base of others; null where it is nothing. */
  'bases.known': command(z.object({ image: z.string().max(512) }), BaseFacts.nullable()),
  /**
   * Finds it out, once for each digest: in a container where Docker has the image, which takes seconds, else by its
   * description in its registry, if that may be asked.
   */
  'bases.test': command(
    z.object({ image: z.string().max(512), accountId: AccountId.nullable(), asksRegistry: z.boolean() }),
    BaseFacts,
  ),
  /** What would keep a script from running on the platform, by its source; quick, and nothing is run. */
  'target.check': command(TargetQuestion, TargetReport),
  /** Starts the code's main file in a local image; takes seconds. */
  'target.try': command(TrialQuestion, TargetTrial),
  /** Looks at all that a pack needs, or at some of it, with an account or with none; each finding comes as it is made. */
  'doctor.run': stream(
    z.object({ accountId: AccountId.nullable(), only: z.array(CheckId).optional() }),
    Finding,
    nothing,
  ),

  /** What the doctor finds of the GPUs of this machine, and which ones there are. */
  'gpus.look': command(nothing, GpuReport),

  /** How fast an account's registry is, as packs of one of its projects find it; takes some seconds and leaves nothing there. */
  'registry.measureSpeed': stream(
    z.object({ accountId: AccountId, projectId: ProjectId.nullable() }),
    SpeedProgress,
    SpeedReport,
  ),

  /** Bytes a second that the newest pushes to a host, and what was measured, made; null before the first one that tells. */
  'jobs.uploadSpeed': command(z.object({ host: z.string().max(300) }), z.number().nullable()),
  /** All that run, and the newest of the others. */
  'jobs.list': command(nothing, z.array(Job)),
  /** `skipsSmoke` pushes without the gate that the project has before it; `thenTest` runs what was packed once it is. */
  'jobs.startPack': command(
    z.object({
      projectId: ProjectId,
      push: z.boolean(),
      skipsSmoke: z.boolean().optional(),
      thenTest: TestWish.omit({ packJobId: true }).optional(),
    }),
    JobId,
  ),
  /** Installs a project's packages in its base images, which its packs do by themselves, too. */
  'jobs.startPackages': command(ProjectId, JobId),
  /** Without options the test gets those of the project's newest one. */
  'jobs.startTest': command(TestWish, JobId),
  /** Lets a test end as Ctrl+C does, and kills it when it takes too long; answers at once, its outcome is kept. */
  'jobs.stop': command(JobId, nothing),
  /** Packs with the parameters of an earlier pack, whatever the project says by now. */
  'jobs.packAgain': command(JobId, JobId),
  /** Pushes the image of an earlier pack, to the same or to another name. */
  'jobs.startPush': command(z.object({ packJobId: JobId, reference: z.string().max(512) }), JobId),
  /** Gets the image of an earlier pack back from where it was pushed to. */
  'jobs.startPull': command(JobId, JobId),
  'jobs.startSandbox': command(nothing, JobId),
  /** Answers when the job has ended and has cleaned up. */
  'jobs.cancel': command(JobId, nothing),
  'jobs.watch': stream(z.object({ jobId: JobId, fromSeq: z.number().int().min(0) }), JobUpdate, Job),

  /** A shell in a container of its own, which is there until the job is stopped. */
  'terminals.start': command(z.object({ projectId: ProjectId, image: TerminalImage }), JobId),
  'terminals.list': command(nothing, z.array(OpenTerminal)),
  /** What a terminal has shown, then what comes. Waits for one that is on its way. */
  'terminals.attach': stream(z.object({ jobId: JobId, size: TerminalSize }), TerminalOutput, TerminalEnd),
  /** Answers once more can be taken. */
  'terminals.write': command(z.object({ jobId: JobId, bytes: TerminalInput }), nothing),
  'terminals.resize': command(z.object({ jobId: JobId, size: TerminalSize }), nothing),
  /** Once the shell has ended. */
  'terminals.startShell': command(JobId, nothing),

  /** What was changed in a terminal until now. */
  'terminals.changes': command(JobId, ChangeSummary),
  /** Keeps what was changed in a terminal of a base image, for the project's packs; tells how much it has read. */
  'terminals.keep': stream(JobId, z.object({ readBytes: z.number() }), KeptChange),
  /** What was kept of a project's terminals, in the order that it goes into the base images. */
  'packages.changes': command(ProjectId, z.array(KeptChange)),
  'packages.forgetChange': command(z.object({ projectId: ProjectId, digest: z.string() }), nothing),

  /** Opens a log and tells how much of it there is, while it is looked at. */
  'logs.watch': stream(z.object({ jobId: JobId, filter: LogFilter }), LogState, nothing),
  /** Some rows of an open log, with what a search finds in them. */
  'logs.rows': command(
    z.object({ viewId: LogViewId, from: row, count: z.number().int().min(1).max(500), findId: LogFindId.nullable() }),
    z.array(LogRow),
  ),
  /** Looks for a text or a pattern in an open log, and in what comes to it, until it is left. */
  'logs.find': stream(z.object({ viewId: LogViewId, query: LogQuery }), FindState, nothing),
  /** The nearest match of a search, or, without one, the nearest error. */
  'logs.step': command(
    z.object({ viewId: LogViewId, findId: LogFindId.nullable(), row: z.number().int(), step: LogStep }),
    FoundRow.nullable(),
  ),
  /** The row of a line, or of the next one that is shown. */
  'logs.rowOf': command(z.object({ viewId: LogViewId, index: row }), row),
  /** The beginning of a line that is too long to be shown, up to a million characters. */
  'logs.longLine': command(z.object({ viewId: LogViewId, row }), z.string()),
  /** Copies the lines of some rows, whole, as far as a clipboard can be trusted with them. */
  'logs.copy': command(
    z.object({ viewId: LogViewId, from: row, to: row, times: z.boolean() }),
    z.object({ lineCount: z.number().int(), complete: z.boolean() }),
  ),
  /** Asks the user for a place and keeps there the lines of some rows, or all: its path, or null without a place. */
  'logs.save': command(
    z.object({ viewId: LogViewId, jobId: JobId, rows: z.object({ from: row, to: row }).nullable() }),
    z.string().nullable(),
  ),

  /** What the project's newest test had, for the next one. */
  'runs.options': command(ProjectId, RunOptions),
  /** The curves of a test until now, then what comes until it ends. */
  'runs.metrics': stream(JobId, MetricRecord, nothing),
  /** Asks the user for a place and keeps a chart there, as text or as a picture in Base64: its path, or null without one. */
  'runs.saveChart': command(
    z.object({
      name: z.string().max(200),
      format: z.enum(['csv', 'png']),
      content: z.string().max(64 * 1024 * 1024),
    }),
    z.string().nullable(),
  ),
  /** The numbers that the user wants as curves in the runs of a project, by the words before them. */
  'runs.marked': command(ProjectId, z.array(MarkedName)),
  'runs.mark': command(z.object({ projectId: ProjectId, names: z.array(MarkedName).max(maxMarked) }), nothing),
  /** The command to type to get the same run by hand. */
  'runs.command': command(TestWish, z.string()),

  /** The packs of a filter, newest first: a piece of the list, and how long it is. */
  'history.list': command(
    z.object({
      filter: PackFilter,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ total: z.number().int(), rows: z.array(PackRow) }),
  ),
  /** All tags that packs have, of one project or of all. */
  'history.tags': command(z.object({ projectId: ProjectId.nullable() }), z.array(z.string())),
  'history.record': command(JobId, PackRecord),
  /** The code's files as they were packed; none where they are not known. */
  'history.files': stream(JobId, CodeFile, nothing),
  /** What the code differed in from its git commit; null where it did not, or is not known. */
  'history.patch': command(JobId, z.string().nullable()),
  /** What has become of a pack's images, each as it is found out. */
  'history.checkImages': stream(JobId, ImageTruth, nothing),
  'history.compare': command(z.object({ left: JobId, right: JobId }), PackComparison),
  'history.diff': command(z.object({ left: JobId, right: JobId, path }), FileDiff),
  /** Asks the user for a folder, and writes the code into a new one in it: its path, or null without a choice. */
  'history.restoreCode': stream(
    JobId,
    z.object({ fileCount: z.number().int(), totalFiles: z.number().int() }),
    path.nullable(),
  ),
  /** Asks the user for a place; the path, or null without one. */
  'history.saveCommands': command(JobId, path.nullable()),
  'history.exportFile': command(z.object({ id: JobId, withCode: z.boolean() }), path.nullable()),
  'history.importFile': command(nothing, JobId.nullable()),
  /** Makes records of packed images that nobody remembers, by their labels; tells how many. */
  'history.rebuild': command(nothing, z.number().int()),
  'history.planRemoval': command(JobId, ImageRemoval),
  /** Removes a pack's images from the engine; tells what it refused. */
  'history.removeImages': command(JobId, z.array(z.object({ name: z.string(), words: z.string() }))),
  /** Forgets the pack and the test runs of its images; images and files stay. */
  'history.remove': command(JobId, nothing),
  'history.room': command(nothing, CodeRoom),
  'history.setBudget': command(z.number().int().min(0), CodeRoom),

  /** The system asked for a folder or a project file; told once the page is usable. */
  'app.opened': event(Opened),
  'jobs.changed': event(Job),
  /** The user has asked the system to show it. */
  'jobs.wanted': event(Job),
  'jobs.removed': event(z.array(JobId)),
  /** The record of a pack is another now, or what has become of its images. */
  'history.changed': event(JobId),
  /** What is kept of a project's terminals is another now. */
  'packages.changed': event(z.object({ projectId: ProjectId, changes: z.array(KeptChange) })),
  'accounts.changed': event(z.array(Account)),
  'projects.changed': event(z.array(Project)),
} as const

export type AppContract = typeof contract
