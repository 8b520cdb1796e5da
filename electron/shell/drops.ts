import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { z } from 'zod'
import { pathsDropped } from '../../shared/ipc/port.ts'
import { isFromOwnPage } from './own-page.ts'

const DroppedPaths = z.array(z.string().min(1).max(4096)).max(32)

/** Hears of what is dropped on the window, from its preload script, which alone can see where a file lies. */
export function hearDrops(window: BrowserWindow, onDropped: (paths: readonly string[]) => void): void {
  const hear = (event: IpcMainEvent, message: unknown): void => {
    const paths = DroppedPaths.safeParse(message)
    if (!paths.success || !isFromOwnPage(event, window)) return
    onDropped(paths.data)
  }
  ipcMain.on(pathsDropped, hear)
  window.once('closed', () => ipcMain.off(pathsDropped, hear))
}
