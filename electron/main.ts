import { app, type BrowserWindow } from 'electron'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { AppContract } from '../shared/contract.ts'
import type { Job, JobKind } from '../shared/model/job.ts'
import type { BackendOptions } from './backend.ts'
import { dataFolderOf, sandboxFolderOf } from './core/data-folder.ts'
import type { Services } from './services.ts'
import { registerAppScheme, serveAppFiles } from './shell/app-protocol.ts'
import { pathsToOpen } from './shell/arguments.ts'
import { keepJobsInBackground, type BackgroundOptions } from './shell/background.ts'
import { tellCannotStart } from './shell/cannot-start.ts'
import { hearDrops } from './shell/drops.ts'
import { firstScreenSent } from './shell/first-screen.ts'
import { hardenApp, hardenSession } from './shell/hardening.ts'
import { chooseLanguage } from './shell/language.ts'
import { setMenu } from './shell/menu.ts'
import { createNotifier } from './shell/notifications.ts'
import { OpenRequests } from './shell/open-requests.ts'
import { PageLink } from './shell/page-link.ts'
import { handOverPorts } from './shell/port-handover.ts'
import { closeBeforeQuit } from './shell/quit.ts'
import { catchUncaught, watchPage } from './shell/process-watch.ts'
import { becomeOnlyInstance } from './shell/single-instance.ts'
import { focusWindow, openWindow } from './shell/window.ts'

app.setName('UAI Train Packer')
app.setPath('userData', dataFolderOf({ platform: process.platform, home: homedir(), environment: process.env }))

let window: BrowserWindow | null = null
const link = new PageLink<AppContract>()
const openRequests = new OpenRequests((opened) => link.emit('app.opened', opened))
const ownPaths = pathsToOpen({
  argv: process.argv,
  isDefaultApp: process.defaultApp,
  currentFolder: process.cwd(),
})
// Whatever lies in the folder that the app was started in is not the app's: programs and libraries are looked up there by some systems.
leaveStartFolder()
registerAppScheme()
hardenApp()
if (becomeOnlyInstance({ paths: ownPaths }, ({ paths }) => open(paths))) {
  // macOS tells of a double click this way, even before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open([path])
  })
  open(ownPaths)
  void app.whenReady().then(start)
} else app.quit()

function leaveStartFolder(): void {
  try {
    process.chdir(homedir())
  } catch {
    // A home that is not there is no reason not to start.
  }
}

/** Brings the window to the front, and has it show what the system asked for. */
function open(paths: readonly string[]): void {
  if (window !== null) focusWindow(window)
  for (const path of paths) void openRequests.add(path)
}

/** The window first; all that answers it is loaded while its page is. */
function start(): void {
  const output = join(app.getAppPath(), 'build', 'out')
  setMenu()
  hardenSession()
  const rendererFolder = join(output, 'renderer')
  serveAppFiles(rendererFolder)
  const pageSent = firstScreenSent(rendererFolder)
  window = openWindow(join(output, 'preload', 'preload.cjs'))
  window.once('closed', () => (window = null))
  app.on('window-all-closed', () => app.quit())
  connectPage(window, output, pageSent)
}

function connectPage(window: BrowserWindow, output: string, pageSent: Promise<void>): void {
  const language = chooseLanguage([
    process.env['UAI_LANGUAGE'] ?? '',
    app.commandLine.getSwitchValue('lang'),
    ...app.getPreferredSystemLanguages(),
  ])
  const dataFolder = app.getPath('userData')
  let services: Services | null = null
  const countRunning: BackgroundOptions['countRunning'] = () => {
    const running = services?.jobs.running() ?? []
    const countOf = (wanted: JobKind): number => running.filter(({ kind }) => kind === wanted).length
    return { all: running.length, tests: countOf('test'), terminals: countOf('terminal') }
  }
  const background = keepJobsInBackground({ window, language, countRunning })
  const notify = createNotifier({
    language,
    isInFront: () => !window.isDestroyed() && window.isFocused(),
    projectName: ({ projectId }) => services?.projects.list().find(({ id }) => id === projectId)?.name ?? '',
    onClick: (job) => {
      if (!window.isDestroyed()) focusWindow(window)
      link.emit('jobs.wanted', job)
    },
  })
  const starting = startBackend(pageSent, {
    services: {
      dataFolder,
      sandboxFolder: sandboxFolderOf(dataFolder, process.env),
      sampleFolder: join(output, 'sample'),
      scanWorkerPath: join(output, 'main', 'scan-worker.cjs'),
      emit: (name, payload) => {
        link.emit(name, payload)
        if (name !== 'jobs.changed') return
        notify(payload as Job)
        background.jobChanged()
      },
    },
    window,
    language,
    link,
    onUsable: ({ log }) => {
      log.info('page usable', { sinceStartMs: msSinceStart() })
      openRequests.pageUsable()
    },
  })
  const log = starting.then((started) => started.log)
  // Where it cannot start, that is told below.
  log.catch(() => undefined)
  catchUncaught(log)
  handOverPorts({
    window,
    connect: (port) => {
      openRequests.pageGone()
      link.connect(port)
    },
    onRefused: (sender) => void starting.then(({ log }) => log.warn('connection refused', { sender })),
  })
  hearDrops(window, open)
  watchPage(window, language, log)
  closeBeforeQuit(() => starting.then((services) => services.close({ leaveTests: background.leavesTests() })))
  starting
    .then((started) => (services = started))
    .catch((error: unknown) => {
      tellCannotStart(language, error)
      app.exit(1)
    })
}

/** Loading it takes about as long as the page needs to run its script: both happen at once. */
async function startBackend(pageSent: Promise<void>, options: BackendOptions): Promise<Services> {
  await pageSent
  const { startBackend: begin } = await import('./backend.ts')
  return begin(options)
}

function msSinceStart(): number {
  return Math.round(Date.now() - (process.getCreationTime() ?? Date.now()))
}
