import type { AppContract } from '../../shared/contract.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import { packFileExtension } from '../../shared/model/pack-file.ts'
import { commandFileName } from '../../shared/uaitrain/commands.ts'
import { inspectCodeFolder } from '../core/context/inspect.ts'
import { clipboardText, longLine } from '../core/logs/line-texts.ts'
import type { Services } from '../services.ts'
import type { ShellActions } from './shell-actions.ts'

/** What each name of the contract does: no logic here, only where it is. */
export function createHandlers(services: Services, shell: ShellActions): Handlers<AppContract> {
  const { accounts, projects, projectFolders, projectFiles, scans, jobs, logs, history, pastPacks, engine } = services
  const { terminals, keptChanges } = services
  return {
    'app.info': () => ({
      version: shell.version,
      platform: shell.platform,
      language: shell.language,
      logFolder: services.logFolder,
      damagedDatabase: services.damagedPath,
    }),
    'app.unreadRows': () => services.unreadRows(),
    'app.secretStore': () => services.secrets.backend(),
    'app.usable': () => shell.markUsable(),
    'page.report': (report) => services.keepPageReport(report),
    'app.notices': () => shell.readNotices(),
    'app.copyText': (text) => shell.copyText(text),
    'app.showInFolder': (path) => shell.showInFolder(path),
    'engine.health': (_, { signal }) => engine.health(signal),

    'accounts.list': () => accounts.list(),
    'accounts.save': (input) => accounts.save(input),
    'accounts.remove': (id) => accounts.remove(id),
    'accounts.test': (input, { signal }) => services.testAccount(input, signal),

    'projects.list': () => projects.list(),
    'projects.save': (input) => projects.save(input),
    'projects.remove': (id) => projects.remove(id),
    'projects.duplicate': (id) => projects.duplicate(id),
    'projects.archive': (input) => projects.archive(input),
    'projects.keepWarning': (input) => projects.keepWarning(input),
    'projects.findMoved': () => projectFolders.findMoved(),
    'projects.relocate': (input) => projectFolders.relocate(input),
    'projects.fromFolder': (path, { signal }) => projectFolders.fromFolder(path, signal),
    'projects.makeTestFolders': (id) => projectFolders.makeTestFolders(id),
    'projects.fromCommandLine': (text) => services.importCommandLine(text),
    'projects.commandLine': (id) => services.commandLineOf(id),
    'projects.exportFile': (input) => projectFiles.exportFile(input),
    'projects.chooseFile': (options) => shell.chooseProjectFile(options),
    'projects.fileState': (id) => projectFiles.fileState(id),
    'projects.readFile': (path) => projectFiles.readFile(path),
    'projects.importFile': (input) => projectFiles.importFile(input),

    'folders.choose': (options) => shell.chooseFolder(options),
    'folders.inspect': ({ codePath, ignore }, { signal }) => inspectCodeFolder(codePath, signal, ignore),
    'folders.scan': (input, { signal }) => scans.scan(input, signal),
    'folders.scanEntries': (input) => scans.entries(input),
    'folders.scanIgnored': (input) => scans.ignored(input),

    'bases.known': ({ image }, { signal }) => services.bases.known(image, signal),
    'bases.test': (wish, { signal }) => services.bases.test(wish, signal),
    'target.check': (question, { signal }) => services.target.check(question, signal),
    'target.try': (question, { signal }) => services.target.try(question, signal),
    'doctor.run': (wanted, { signal }) => services.doctor.run(wanted, signal),
    'gpus.look': (_, { signal }) => services.doctor.lookAtGpus(signal),

    'registry.measureSpeed': (wanted, { signal }) => services.speed.measure(wanted, signal),
    'jobs.uploadSpeed': ({ host }) => services.uploadSpeedTo(host),
    'jobs.list': () => jobs.list(),
    'jobs.startPack': ({ projectId, ...options }) => jobs.startPack(projectId, options),
    'jobs.startPackages': (projectId) => jobs.startPackages(projectId),
    'jobs.startTest': (wish) => jobs.startTest(wish),
    'jobs.stop': (id) => jobs.stop(id),
    'jobs.packAgain': (id) => jobs.packAgain(id),
    'jobs.startPush': (wish) => services.transfers.startPush(wish),
    'jobs.startPull': (id) => services.transfers.startPull(id),
    'jobs.startSandbox': () => jobs.startSandbox(),
    'jobs.cancel': (id) => jobs.cancel(id),
    'jobs.watch': ({ jobId, fromSeq }, { signal }) => jobs.watch(jobId, fromSeq, signal),

    'terminals.start': ({ projectId, image }) => terminals.start(projectId, image),
    'terminals.list': () => terminals.list(),
    'terminals.attach': ({ jobId, size }, { signal }) => terminals.attach(jobId, size, signal),
    'terminals.write': ({ jobId, bytes }) => terminals.write(jobId, bytes),
    'terminals.resize': ({ jobId, size }) => terminals.resize(jobId, size),
    'terminals.startShell': (jobId) => terminals.startShell(jobId),
    'terminals.changes': (jobId, { signal }) => terminals.changes(jobId, signal),
    'terminals.keep': (jobId, { signal }) => terminals.keep(jobId, signal),
    'packages.changes': (projectId) => keptChanges.list(projectId),
    'packages.forgetChange': ({ projectId, digest }) => keptChanges.forget(projectId, digest),

    'logs.watch': (input, { signal }) => logs.watch(input, signal),
    'logs.rows': (input) => logs.rows(input),
    'logs.find': (input, { signal }) => logs.find(input, signal),
    'logs.step': (input) => logs.step(input),
    'logs.rowOf': (input) => logs.rowOf(input),
    'logs.longLine': ({ viewId, row }) => longLine(logs.whole({ viewId, from: row, to: row + 1 })),
    'logs.copy': async ({ times, ...rows }) => {
      const { text, lineCount, complete } = await clipboardText(logs.whole(rows), times)
      await shell.copyText(text)
      return { lineCount, complete }
    },
    'logs.save': async ({ viewId, jobId, rows }, { signal }) => {
      const path = await shell.chooseFile({ suggestedName: services.logNameOf(jobId) })
      if (path !== null) await services.saveLog(path, rows === null ? jobId : logs.whole({ viewId, ...rows }), signal)
      return path
    },

    'runs.options': (projectId) => jobs.runOptionsOf(projectId),
    'runs.metrics': (jobId, { signal }) => jobs.metrics(jobId, signal),
    'runs.saveChart': async ({ name, format, content }) => {
      const path = await shell.chooseFile({ suggestedName: `${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}.${format}` })
      if (path !== null) await services.saveFile(path, format === 'png' ? Buffer.from(content, 'base64') : content)
      return path
    },
    'runs.marked': (projectId) => jobs.markedMetrics(projectId),
    'runs.mark': ({ projectId, names }) => jobs.markMetrics(projectId, names),
    'runs.command': (wish, { signal }) => jobs.runCommandOf(wish, signal),

    'history.list': ({ filter, ...range }) => history.list(filter, range),
    'history.tags': (filter) => history.tags(filter),
    'history.record': (id) => history.record(id),
    'history.files': (id) => history.files(id),
    'history.patch': (id) => history.patch(id),
    'history.checkImages': (id, { signal }) => pastPacks.checkImages(id, signal),
    'history.compare': ({ left, right }) => history.compare(left, right),
    'history.diff': ({ left, right, path }) => history.diff(left, right, path),
    'history.restoreCode': async function* (id, { signal }) {
      const parent = await shell.chooseFolder({ purpose: 'restore', startAt: null })
      return parent === null ? null : yield* pastPacks.restoreCode(id, parent, signal)
    },
    'history.saveCommands': async (id) => {
      const path = await shell.chooseFile({ suggestedName: commandFileName })
      if (path !== null) await pastPacks.saveCommands(id, path)
      return path
    },
    'history.exportFile': async ({ id, withCode }) => {
      const path = await shell.chooseFile({ suggestedName: pastPacks.fileNameOf(id) })
      if (path !== null) await pastPacks.exportFile({ id, path, withCode })
      return path
    },
    'history.importFile': async (_, { signal }) => {
      const path = await shell.chooseExistingFile({ extension: packFileExtension })
      return path === null ? null : history.importFile(path, signal)
    },
    'history.rebuild': (_, { signal }) => services.rebuildHistory(signal),
    'history.planRemoval': (id, { signal }) => pastPacks.planRemoval(id, signal),
    'history.removeImages': (id, { signal }) => pastPacks.removeImages(id, signal),
    'history.remove': (id) => pastPacks.remove(id),
    'history.room': () => services.room.state(),
    'history.setBudget': async (bytes) => {
      await services.room.setBudget(bytes)
      return services.room.state()
    },
  } satisfies Handlers<AppContract>
}
