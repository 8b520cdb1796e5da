import { app, clipboard, shell, type BrowserWindow } from 'electron'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { ShellActions } from '../ipc/shell-actions.ts'
import { chooseExistingFile, chooseFile, chooseFolder, chooseProjectFile } from './dialogs.ts'
import type { Language } from './language.ts'

export interface Desktop {
  readonly window: BrowserWindow
  readonly language: Language
  readonly markUsable: () => void
}

export function createDesktopActions({ window, language, markUsable }: Desktop): ShellActions {
  return {
    version: app.getVersion(),
    platform: process.platform,
    language,
    chooseFolder: (options) => chooseFolder(window, options),
    chooseProjectFile: (options) => chooseProjectFile(window, options),
    chooseFile: (options) => chooseFile(window, options),
    chooseExistingFile: (options) => chooseExistingFile(window, options),
    readNotices,
    copyText: async (text) => {
      await clipboard.writeText(text)
    },
    showInFolder,
    markUsable,
  }
}

async function readNotices(): Promise<string> {
  const path = join(app.getAppPath(), 'build', 'out', 'THIRD-PARTY-NOTICES.txt')
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError('read-failed', { path, words: error instanceof Error ? error.message : String(error) })
  })
}

async function showInFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null) throw new AppError('not-found', { what: 'file', id: path })
  // On macOS a folder can be a program, which opening it would start.
  if (!found.isDirectory() || process.platform === 'darwin') {
    shell.showItemInFolder(path)
    return
  }
  const words = await shell.openPath(path)
  if (words !== '') throw new AppError('read-failed', { path, words })
}
