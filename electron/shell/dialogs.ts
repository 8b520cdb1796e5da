import { dialog, type BrowserWindow } from 'electron'
import type { ShellActions } from '../ipc/shell-actions.ts'
import type { Language } from './language.ts'

const cannotStart: Record<Language, string> = {
  en: 'UAI Train Packer cannot start',
  'zh-CN': 'UAI Train Packer 无法启动',
}

/** The system's own dialog; null when the user chose nothing. */
export async function chooseFolder(
  window: BrowserWindow,
  { purpose, startAt }: Parameters<ShellActions['chooseFolder']>[0],
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: purpose === 'code' ? ['openDirectory'] : ['openDirectory', 'createDirectory'],
    ...(startAt === null ? {} : { defaultPath: startAt }),
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/** The system's own dialog, which asks before it replaces a file; null when the user chose nothing. */
export async function chooseFile(
  window: BrowserWindow,
  { suggestedName }: Parameters<ShellActions['chooseFile']>[0],
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggestedName,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? null : filePath
}

export function tellCannotStart(language: Language, error: unknown): void {
  dialog.showErrorBox(cannotStart[language], error instanceof Error ? error.message : String(error))
}
