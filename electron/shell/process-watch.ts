import { app, dialog, type BrowserWindow } from 'electron'
import type { Language } from './language.ts'

export interface ProcessLog {
  warn(event: string, fields: Readonly<Record<string, unknown>>): void
  internal(event: string, error: unknown): unknown
}

interface Words {
  readonly message: string
  readonly detail: string
  readonly reload: string
  readonly other: string
}

const texts: Readonly<Record<Language, Readonly<Record<'gone' | 'silent', Words>>>> = {
  en: {
    gone: {
      message: 'The window’s content has ended twice.',
      detail: 'Jobs go on meanwhile. The app’s log says more.',
      reload: 'Show it again',
      other: 'Quit',
    },
    silent: {
      message: 'The window does not answer.',
      detail: 'Jobs go on meanwhile. Showing it again loses nothing but what was just being typed.',
      reload: 'Show it again',
      other: 'Wait',
    },
  },
  'zh-CN': {
    gone: {
      message: '窗口内容接连两次意外结束。',
      detail: '任务仍在继续。详情见应用日志。',
      reload: '重新显示',
      other: '退出',
    },
    silent: {
      message: '窗口没有响应。',
      detail: '任务仍在继续。重新显示只会丢失正在输入的内容。',
      reload: '重新显示',
      other: '等待',
    },
  },
}

/** A page that ends again this soon would end over and over. */
const calmMs = 60_000
const reloadDelayMs = 100

/** Keeps the app and its jobs alive whatever nobody has caught, and says so in its log. */
export function catchUncaught(log: Promise<ProcessLog>): void {
  const tell = (event: string, error: unknown): void =>
    void log.then(
      (one) => one.internal(event, error),
      () => undefined,
    )
  process.on('uncaughtException', (error) => tell('uncaught exception', error))
  process.on('unhandledRejection', (error) => tell('unhandled rejection', error))
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    void log.then(
      (one) => one.warn('process gone', { type, reason, exitCode, name }),
      () => undefined,
    )
  })
}

/** Shows a page again that has ended; asks where it ends again at once, or does not answer. */
export function watchPage(window: BrowserWindow, language: Language, log: Promise<ProcessLog>): void {
  const { webContents } = window
  let lastEndedAt = Number.NEGATIVE_INFINITY
  let isAsking = false
  const tell = (event: string, fields: Readonly<Record<string, unknown>>): void =>
    void log.then(
      (one) => one.warn(event, fields),
      () => undefined,
    )

  const ask = async (words: Words): Promise<'reload' | 'other' | null> => {
    if (isAsking || window.isDestroyed()) return null
    isAsking = true
    const { message, detail, reload, other } = words
    const options = { type: 'warning' as const, message, detail, buttons: [reload, other], defaultId: 0, cancelId: 1 }
    const { response } = await dialog.showMessageBox(window, options)
    isAsking = false
    return response === 0 ? 'reload' : 'other'
  }

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (window.isDestroyed()) return
    tell('page gone', { reason, exitCode })
    const now = Date.now()
    const isCalm = now - lastEndedAt > calmMs
    lastEndedAt = now
    // Its frame is only let go of after this.
    if (isCalm) setTimeout(() => !window.isDestroyed() && webContents.reload(), reloadDelayMs)
    else {
      void ask(texts[language].gone).then((answer) => {
        if (answer === 'reload') webContents.reload()
        else if (answer === 'other') app.quit()
      })
    }
  })
  window.on('unresponsive', () => {
    tell('page unresponsive', {})
    void ask(texts[language].silent).then((answer) => {
      if (answer === 'reload') webContents.forcefullyCrashRenderer()
    })
  })
}
