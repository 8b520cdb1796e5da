import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

export const repositoryRoot = join(import.meta.dirname, '..', '..')

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

/** Starts the built app with data and a home of its own. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'uai-app-')))
  const electron = await _electron.launch(appCommand(folder, options))
  const page = await electron.firstWindow()
  return { electron, page, folder, dataFolder: dataFolderIn(folder), close: () => electron.close() }
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
      ...environment,
    }),
  }
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
