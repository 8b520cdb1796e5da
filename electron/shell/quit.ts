import { app } from 'electron'

/** Jobs end within a second of being told to; an engine that hangs must not keep the app for ever. */
const closeLimitMs = 10_000

/** Holds the end of the app until everything that runs has cleaned up. */
export function closeBeforeQuit(close: () => Promise<void>): void {
  let isClosing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    const limit = new Promise((resolve) => setTimeout(resolve, closeLimitMs))
    // Whatever fails now, the app ends.
    void Promise.race([close().catch(() => undefined), limit]).then(() => app.exit())
  })
}
