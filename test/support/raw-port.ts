import type { Page } from 'playwright-core'
import { portDelivery, portRequest } from '../../shared/ipc/port.ts'

declare global {
  interface Window {
    /** The page's end of its connection, taken before the app's own code could. */
    rawPort: Promise<MessagePort>
  }
}

/** Loads the page again and takes its connection away from it, so that a test can say on it what the page would not. */
export async function takeRawPort(page: Page): Promise<void> {
  await page.addInitScript(
    ([request, delivery]) => {
      window.rawPort = new Promise((resolve) => {
        window.addEventListener('message', (event) => {
          const [port] = event.ports
          if (event.data !== delivery || port === undefined) return
          event.stopImmediatePropagation()
          port.start()
          resolve(port)
        })
      })
      window.postMessage(request, location.origin)
    },
    [portRequest, portDelivery],
  )
  await page.reload()
}

/** Sends a frame and gives the first reply under its id. */
export function exchange(
  page: Page,
  frame: { readonly id: number } & Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return page.evaluate(async (sent) => {
    const port = await window.rawPort
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent<{ id?: number }>): void => {
        if (data.id !== sent.id) return
        port.removeEventListener('message', hear)
        resolve(data)
      }
      port.addEventListener('message', hear)
      port.postMessage(sent)
    })
  }, frame)
}
