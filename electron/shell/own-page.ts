import type { BrowserWindow, IpcMainEvent } from 'electron'
import { appOrigin } from './app-files.ts'

/** Whether a message comes from the main frame of the window's own page, and from nowhere else. */
export function isFromOwnPage({ sender, senderFrame }: IpcMainEvent, { webContents }: BrowserWindow): boolean {
  return sender === webContents && senderFrame === webContents.mainFrame && senderFrame.origin === appOrigin
}
