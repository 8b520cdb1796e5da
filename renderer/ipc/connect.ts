import { contract } from '../../shared/contract.ts'
import { connectContract } from '../../shared/ipc/client.ts'
import { portDelivery, portRequest, type MessagePortLike } from '../../shared/ipc/port.ts'
import type { AppClient } from './app-client.ts'

/** Asks the preload script for the one connection of this page. */
export async function connectToMain(): Promise<AppClient> {
  return connectContract(contract, fromMessagePort(await requestPort()))
}

function requestPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    function receive(event: MessageEvent): void {
      const [port] = event.ports
      if (event.source !== window || event.data !== portDelivery || port === undefined) return
      window.removeEventListener('message', receive)
      resolve(port)
    }
    window.addEventListener('message', receive)
    window.postMessage(portRequest, window.location.origin)
  })
}

export function fromMessagePort(port: MessagePort): MessagePortLike {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.onmessage = (event: MessageEvent<unknown>) => listener(event.data)
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  }
}
