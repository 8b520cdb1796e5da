import { session } from 'electron'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appOrigin, appScheme, pageFilesOf } from './app-files.ts'

/** A page that does not come must not keep the app from starting: its window can be closed then. */
const timeLimitMs = 1000

/**
 * Once all that the first screen is made of has been sent to its page, or after a second. The files go through this
 * process, and wait for as long as it loads something else. Call it before the window loads its page.
 */
export async function firstScreenSent(root: string): Promise<void> {
  const { webRequest } = session.defaultSession
  const sent = new Set<string>()
  let check = (): void => undefined
  webRequest.onCompleted({ urls: [`${appScheme}://*/*`] }, ({ url }) => {
    sent.add(url)
    check()
  })
  const html = await readFile(join(root, 'index.html'), 'utf8').catch(() => '')
  const files = pageFilesOf(html).map((path) => `${appOrigin}/${path}`)
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeLimitMs)
    check = () => {
      if (!files.every((url) => sent.has(url))) return
      clearTimeout(timer)
      resolve()
    }
    check()
  })
  webRequest.onCompleted(null)
}
