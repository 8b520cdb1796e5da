import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { portDelivery, portRequest, type MessagePortLike } from '../../shared/ipc/port.ts'
import { adaptPort } from './message-port.ts'
import { isFromOwnPage } from './own-page.ts'

export interface PortHandover {
  readonly window: BrowserWindow
  /** Given main's end of each new connection; the one before it is no longer in use. */
  readonly connect: (port: MessagePortLike) => void
  /** Told who asked for a connection that it may not have. */
  readonly onRefused: (sender: string) => void
}

/** Gives the window's own page, and nobody else, one end of a message channel when it asks. */
export function handOverPorts({ window, connect, onRefused }: PortHandover): void {
  const answer = (event: IpcMainEvent): void => {
    const { senderFrame } = event
    if (senderFrame === null || !isFromOwnPage(event, window)) {
      onRefused(senderFrame?.url.slice(0, 200) ?? 'a frame that is gone')
      return
    }
    const { port1, port2 } = new MessageChannelMain()
    connect(adaptPort(port1))
    senderFrame.postMessage(portDelivery, null, [port2])
  }
  ipcMain.on(portRequest, answer)
  window.once('closed', () => ipcMain.off(portRequest, answer))
}
