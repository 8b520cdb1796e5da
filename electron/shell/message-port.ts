import type { MessagePortMain } from 'electron'
import type { MessagePortLike } from '../../shared/ipc/port.ts'

/** Electron's end of a channel; it keeps what comes until somebody listens. */
export function adaptPort(port: MessagePortMain): MessagePortLike {
  let closed = false
  port.once('close', () => (closed = true))
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => {
      if (closed) listener()
      else port.once('close', listener)
    },
    close: () => port.close(),
  }
}
