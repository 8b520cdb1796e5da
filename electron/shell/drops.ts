import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { pathsDropped } from '../../shared/ipc/port.ts'
import { isFromOwnPage } from './own-page.ts'
import { textsIn } from './untrusted.ts'

const maxPaths = 32

/** Hears of what is dropped on the window, from its preload script, which alone can see where a file lies. */
export function hearDrops(window: BrowserWindow, onDropped: (paths: readonly string[]) => void): void {
  const hear = (event: IpcMainEvent, message: unknown): void => {
    const paths = textsIn(message)
    if (paths === null || paths.length > maxPaths || !isFromOwnPage(event, window)) return
    onDropped(paths)
  }
  ipcMain.on(pathsDropped, hear)
  window.once('closed', () => ipcMain.off(pathsDropped, hear))
}
