import { app, dialog, powerMonitor, type BrowserWindow } from 'electron'
import type { Language } from './language.ts'
import { questionBeforeQuit, type QuitQuestion, type RunningCounts } from './quit-decision.ts'

export interface BackgroundOptions {
  readonly window: BrowserWindow
  readonly language: Language
  readonly countRunning: () => RunningCounts
}

export interface Background {
  /** To be told whenever a job may have ended. */
  readonly jobChanged: () => void
  /** What is to become of the tests when the app ends: they go on, unless the user has said otherwise. */
  readonly leavesTests: () => boolean
}

/** Of terminals, which have no end to be waited for. */
const terminalTexts: Readonly<Record<Language, Pick<Texts, 'message' | 'detail' | 'quit' | 'back'>>> = {
  en: {
    message: (count) => (count === 1 ? 'A terminal is open.' : `${count} terminals are open.`),
    detail: 'What was changed there and not kept is gone once the app quits. Packs that run are cancelled.',
    quit: 'Quit',
    back: 'Back',
  },
  'zh-CN': {
    message: (count) => `有 ${count} 个终端尚未关闭。`,
    detail: '退出应用后，其中未保留的改动会丢失，正在运行的打包任务也会被取消。',
    quit: '退出',
    back: '返回',
  },
}

interface Texts {
  readonly message: (count: number) => string
  readonly detail: string
  readonly keep: string
  readonly quit: string
  readonly back: string
}

const texts: Readonly<Record<Language, Readonly<Record<'jobs' | 'tests', Texts>>>> = {
  en: {
    jobs: {
      message: (count) => (count === 1 ? '1 job is running.' : `${count} jobs are running.`),
      detail: 'In the background they run to their end; then the app quits. Start it again to see its window.',
      keep: 'Keep running in the background',
      quit: 'Cancel them and quit',
      back: 'Back',
    },
    tests: {
      message: (count) => (count === 1 ? 'A local test is running.' : `${count} local tests are running.`),
      detail: 'Their containers can go on without the app. At its next start it shows all that they have written.',
      keep: 'Quit and let them go on',
      quit: 'Stop them and quit',
      back: 'Back',
    },
  },
  'zh-CN': {
    jobs: {
      message: (count) => `有 ${count} 个任务正在运行。`,
      detail: '转入后台后任务会继续运行，全部结束后应用自动退出。再次启动应用即可看到窗口。',
      keep: '在后台继续运行',
      quit: '取消任务并退出',
      back: '返回',
    },
    tests: {
      message: (count) => `有 ${count} 个本地测试正在运行。`,
      detail: '应用退出后容器可以继续运行。下次启动应用时，会显示期间的全部输出。',
      keep: '退出并让测试继续运行',
      quit: '停止测试并退出',
      back: '返回',
    },
  },
}

/** The buttons in their order; the one between them ends what runs. */
const [keepAnswer, backAnswer] = [0, 2]

/** They end the app from outside, by the session's end for one. */
const endSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Closing the window or quitting cancels no job unasked: they can go on without a window, and the app then ends with the
 * last of them. What runs in a container needs no app at all.
 */
export function keepJobsInBackground({ window, language, countRunning }: BackgroundOptions): Background {
  let isQuitting = false
  let isDecided = false
  let isForced = false
  let isAsking = false
  let isHidden = false
  let leavesTests = true

  const quitWhenIdle = (): void => {
    if (isHidden && countRunning().all === 0) app.quit()
  }
  const hide = (): void => {
    isHidden = true
    window.hide()
    quitWhenIdle()
  }
  const askOfTerminals = async (count: number): Promise<void> => {
    const { message, detail, quit, back } = terminalTexts[language]
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: message(count),
      detail,
      buttons: [back, quit],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    if (response !== 0) quitDecided()
  }
  const quitDecided = (): void => {
    isDecided = true
    app.quit()
  }
  const ask = async (question: QuitQuestion): Promise<void> => {
    // Who quits from elsewhere sees what runs.
    if (!window.isVisible()) window.show()
    const { all, terminals } = countRunning()
    if (question === 'terminals') return askOfTerminals(terminals)
    const { message, detail, keep, quit, back } = texts[language][question]
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: message(all),
      detail,
      buttons: [keep, quit, back],
      defaultId: keepAnswer,
      cancelId: backAnswer,
      noLink: true,
    })
    if (response === backAnswer) return
    leavesTests = response === keepAnswer
    if (response === keepAnswer && question === 'jobs') hide()
    else quitDecided()
  }
  /** Whether the app may end; asks the user where that is not clear yet. */
  const mayEnd = (): boolean => {
    const question = questionBeforeQuit({ running: countRunning(), isDecided, isForced })
    if (question === null || window.isDestroyed()) return true
    if (!isAsking) {
      isAsking = true
      void ask(question).finally(() => (isAsking = false))
    }
    return false
  }

  app.on('before-quit', (event) => {
    isQuitting = mayEnd()
    if (!isQuitting) event.preventDefault()
  })
  powerMonitor.on('shutdown', () => (isForced = true))
  for (const signal of endSignals) {
    process.on(signal, () => {
      isForced = true
      app.quit()
    })
  }
  app.on('activate', () => window.isDestroyed() || window.show())
  window.on('show', () => (isHidden = false))
  window.on('close', (event) => {
    if (isQuitting || countRunning().all === 0) return
    // There a closed window is no ended app; quitting is a command of its own.
    if (process.platform === 'darwin') hide()
    if (isHidden || !mayEnd()) event.preventDefault()
  })
  return { jobChanged: quitWhenIdle, leavesTests: () => leavesTests }
}
