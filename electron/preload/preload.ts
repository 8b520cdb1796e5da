import { ipcRenderer, webUtils } from 'electron'
import { pathsDropped, portDelivery, portRequest } from '../../shared/ipc/port.ts'

/** Asks main once for the page's connection and passes it on; the page sees nothing else of Electron. */
function handPortOver(event: MessageEvent): void {
  if (event.source !== window || event.origin !== location.origin || event.data !== portRequest) return
  window.removeEventListener('message', handPortOver)
  ipcRenderer.once(portDelivery, ({ ports }) => window.postMessage(portDelivery, location.origin, ports))
  ipcRenderer.send(portRequest)
}

window.addEventListener('message', handPortOver)

/** Tells main where dropped files lie; the page never learns it, and its own events count for nothing. */
function tellDropped(event: DragEvent): void {
  const paths = [...(event.dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file))
  const known = paths.filter((path) => path !== '')
  if (event.isTrusted && known.length > 0) ipcRenderer.send(pathsDropped, known)
}

window.addEventListener('drop', tellDropped, { capture: true })
