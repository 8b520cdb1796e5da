import { dialog, type BrowserWindow } from 'electron'
import { projectFileExtension } from '../../shared/model/project-file.ts'
import type { ShellActions } from '../ipc/shell-actions.ts'

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

/** Null when the user chose nothing. A file that is to be written gets the extension of project files. */
export async function chooseProjectFile(
  window: BrowserWindow,
  { purpose, startAt }: Parameters<ShellActions['chooseProjectFile']>[0],
): Promise<string | null> {
  const options = {
    filters: [{ name: 'UAI Train', extensions: [projectFileExtension.slice(1)] }],
    ...(startAt === null ? {} : { defaultPath: startAt }),
  }
  if (purpose === 'import') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { ...options, properties: ['openFile'] })
    return canceled ? null : (filePaths[0] ?? null)
  }
  // Whether to overwrite is asked by the app, which knows whether anything would be lost.
  const { canceled, filePath } = await dialog.showSaveDialog(window, options)
  if (canceled || filePath === '') return null
  return filePath.endsWith(projectFileExtension) ? filePath : filePath + projectFileExtension
}

/** Null when the user chose nothing. */
export async function chooseExistingFile(
  window: BrowserWindow,
  { extension }: Parameters<ShellActions['chooseExistingFile']>[0],
): Promise<string | null> {
  const filters = [{ name: 'UAI Train', extensions: [extension.slice(1)] }]
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { filters, properties: ['openFile'] })
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
