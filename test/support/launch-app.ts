import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { readLog } from './read-log.ts'
import { unlessLost } from './unless-lost.ts'

export const repositoryRoot = join(import.meta.dirname, '..', '..')

/** What the app logs each time its page tells that it can be used. */
export const pageUsable = 'page usable'

const launchLimitMs = 20_000
const startLimitMs = 30_000
const endLimitMs = 20_000

export interface LaunchOptions {
  readonly language?: 'en' | 'zh-CN'
  /** Added to the environment; undefined takes a variable out of it. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** An app that was closed goes on with its data. */
  readonly folder?: string
  /** Folders and project files to open, as a file manager hands them over. */
  readonly open?: readonly string[]
}

export interface LaunchedApp {
  readonly electron: ElectronApplication
  readonly page: Page
  /** Holds the app's data and its home. */
  readonly folder: string
  readonly dataFolder: string
  /** Ends the app as its user would, and waits for it. */
  close(): Promise<void>
}

/** Starts the built app with data and a home of its own, and waits until its first screen can be used. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'uai-app-')))
  const dataFolder = dataFolderIn(folder)
  const starts = (await readLog({ dataFolder }, pageUsable)).length
  const electron = await launchElectron(appCommand(folder, options))
  const child = electron.process()
  const page = await electron.firstWindow()
  try {
    await waitUntilUsable({ dataFolder, starts })
  } catch (error) {
    await close(electron, child)
    throw error
  }
  return { electron, page, folder, dataFolder, close: () => close(electron, child) }
}

/**
 * The driver waits for Electron to be ready by a promise that a garbage collection can take
 * (https://github.com/microsoft/playwright/issues/33737); then it would wait until the test's limit.
 */
async function launchElectron(command: ReturnType<typeof appCommand>): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch({ ...command, timeout: launchLimitMs })
    } catch (error) {
      if (attempt === 3) throw error
    }
  }
}

/** What starts the app on the data in a folder. */
export function appCommand(
  folder: string,
  { language, environment, open }: LaunchOptions = {},
): { executablePath: string; args: string[]; env: Record<string, string> } {
  return {
    executablePath: electronPath(),
    args: [...sandboxArguments(), repositoryRoot, ...(open ?? [])],
    env: environmentOf({
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, '.config'),
      UAI_DATA_FOLDER: dataFolderIn(folder),
      UAI_LANGUAGE: language ?? 'en',
      UAI_SANDBOX_FOLDER: sharedSandboxFolder(),
      ...environment,
    }),
  }
}

/** An app that does not end by itself, at a dialog for one, is ended. */
async function close(electron: ElectronApplication, child: ChildProcess): Promise<void> {
  const limit = new AbortController()
  const kill = setTimeout(endLimitMs, undefined, { signal: limit.signal }).then(
    () => child.kill('SIGKILL'),
    () => false,
  )
  await answerToEnd(electron)
  await electron.close()
  // The driver may learn of the end by its connection, before the process is seen to have ended.
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  limit.abort()
  if (await kill) throw new Error(`The app did not end within ${endLimitMs} ms`)
}

/** Whatever still runs is to end with the app, whose question about it nobody would answer. */
async function answerToEnd(electron: ElectronApplication): Promise<void> {
  const answer = unlessLost(() =>
    electron.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    }),
  )
  // It may have ended by itself.
  await answer.catch(() => undefined)
}

/** Waits for the app to log one more usable page than it had before. */
async function waitUntilUsable({ dataFolder, starts }: { dataFolder: string; starts: number }): Promise<void> {
  const limit = Date.now() + startLimitMs
  while ((await readLog({ dataFolder }, pageUsable)).length === starts) {
    if (Date.now() > limit) throw new Error(`The app's first screen was not there after ${startLimitMs} ms`)
    await setTimeout(20)
  }
}

/** One sandbox serves all tests, one after another: making its base images takes minutes. */
export function sharedSandboxFolder(): string {
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return process.env['UAI_SANDBOX_FOLDER'] ?? join(caches, 'uai-train-packer', 'sandbox')
}

export async function removeFolder(folder: string): Promise<void> {
  // Electron's helper processes write a little longer than the main process lives.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

function electronPath(): string {
  const path = process.env['UAI_ELECTRON']
  if (path === undefined) throw new Error('UAI_ELECTRON names no Electron; build/setup/electron-runtime.mjs prints one')
  return path
}

function dataFolderIn(folder: string): string {
  return join(folder, 'data')
}

/** Chromium refuses to start its sandbox for root. */
function sandboxArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

function environmentOf(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries({ ...process.env, ...changes })
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
