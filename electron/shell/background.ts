import { app, dialog, type BrowserWindow } from 'electron'
import type { Language } from './language.ts'

export interface BackgroundOptions {
  readonly window: BrowserWindow
  readonly language: Language
  readonly countRunning: () => number
}

interface Texts {
  readonly message: (count: number) => string
  readonly detail: string
  readonly keep: string
  readonly quit: string
  readonly back: string
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    message: (count) => (count === 1 ? '1 job is running.' : `${count} jobs are running.`),
    detail: 'In the background they run to their end; then the app quits. Start it again to see its window.',
    keep: 'Keep running in the background',
    quit: 'Cancel them and quit',
    back: 'Back',
  },
  'zh-CN': {
    message: (count) => `有 ${count} 个任务正在运行。`,
    detail: '转入后台后任务会继续运行，全部结束后应用自动退出。再次启动应用即可看到窗口。',
    keep: '在后台继续运行',
    quit: '取消任务并退出',
    back: '返回',
  },
}

const [keepAnswer, quitAnswer, backAnswer] = [0, 1, 2]

/**
 * Closing the window cancels no job unasked: they can go on without it, and the app then ends with the last of them.
 * Returns what has to be told whenever a job may have ended.
 */
export function keepJobsInBackground({ window, language, countRunning }: BackgroundOptions): () => void {
  let isQuitting = false
  let isAsking = false
  let isHidden = false

  const quitWhenIdle = (): void => {
    if (isHidden && countRunning() === 0) app.quit()
  }
  const hide = (): void => {
    isHidden = true
    window.hide()
    quitWhenIdle()
  }
  const ask = async (): Promise<void> => {
    const { message, detail, keep, quit, back } = texts[language]
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: message(countRunning()),
      detail,
      buttons: [keep, quit, back],
      defaultId: keepAnswer,
      cancelId: backAnswer,
      noLink: true,
    })
    if (response === keepAnswer) hide()
    if (response === quitAnswer) app.quit()
  }

  app.on('before-quit', () => (isQuitting = true))
  app.on('activate', () => window.isDestroyed() || window.show())
  window.on('show', () => (isHidden = false))
  window.on('close', (event) => {
    if (isQuitting || countRunning() === 0) return
    event.preventDefault()
    // There a closed window is no ended app; quitting is a command of its own.
    if (process.platform === 'darwin') hide()
    if (isAsking || isHidden) return
    isAsking = true
    void ask().finally(() => (isAsking = false))
  })
  return quitWhenIdle
}
