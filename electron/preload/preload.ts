import { ipcRenderer } from 'electron'
import { portDelivery, portRequest } from '../../shared/ipc/port.ts'

/** Asks main once for the page's connection and passes it on; the page sees nothing else of Electron. */
function handPortOver(event: MessageEvent): void {
  if (event.source !== window || event.origin !== location.origin || event.data !== portRequest) return
  window.removeEventListener('message', handPortOver)
  ipcRenderer.once(portDelivery, ({ ports }) => window.postMessage(portDelivery, location.origin, ports))
  ipcRenderer.send(portRequest)
}

window.addEventListener('message', handPortOver)
