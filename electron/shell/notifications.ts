import { Notification } from 'electron'
import type { Job, JobKind, JobState } from '../../shared/model/job.ts'
import type { Language } from './language.ts'

export interface NotifierOptions {
  readonly language: Language
  readonly isInFront: () => boolean
  /** Empty for a job of no project. */
  readonly projectName: (job: Job) => string
  readonly onClick: (job: Job) => void
  readonly show?: ShowNotification
}

export type ShowNotification = (notification: { title: string; body: string; onClick: () => void }) => void

type Ended = Exclude<JobState, 'running' | 'cancelled'>

const kinds: Readonly<Record<Language, Readonly<Record<JobKind, string>>>> = {
  en: {
    pack: 'Pack',
    test: 'Local test',
    sandbox: 'Sandbox',
    push: 'Push',
    pull: 'Pull',
    packages: 'Packages',
    terminal: 'Terminal',
    unknown: 'Job',
  },
  'zh-CN': {
    pack: '打包',
    test: '本地测试',
    sandbox: '沙箱',
    push: '推送',
    pull: '拉取',
    packages: '安装软件包',
    terminal: '终端',
    unknown: '任务',
  },
}
const states: Readonly<Record<Language, Readonly<Record<Ended, string>>>> = {
  en: { succeeded: 'succeeded', failed: 'failed', interrupted: 'interrupted' },
  'zh-CN': { succeeded: '成功', failed: '失败', interrupted: '已中断' },
}

/** Who has waited for less than this is still there. */
const longJobMs = 10_000

/** Has the system tell of a long job that has ended while the user looks at something else; a click leads to it. */
export function createNotifier(options: NotifierOptions): (job: Job) => void {
  const { language, isInFront, projectName, onClick, show = showBySystem } = options
  const told = new Set<string>()
  return (job) => {
    const { id, kind, state, startedAt, endedAt } = job
    // Who cancels, or closes a terminal, knows.
    if (state === 'running' || state === 'cancelled' || told.has(id)) return
    if (kind === 'terminal' && state === 'succeeded') return
    told.add(id)
    if (isInFront() || (endedAt ?? startedAt) - startedAt < longJobMs) return
    const space = language === 'en' ? ' ' : ''
    const title = `${kinds[language][kind]}${space}${states[language][state]}`
    show({ title, body: projectName(job), onClick: () => onClick(job) })
  }
}

/** The system's own would be collected, and its click lost, if nobody held it. */
const shown = new Set<Notification>()

function showBySystem({ title, body, onClick }: Parameters<ShowNotification>[0]): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  shown.add(notification)
  notification.on('close', () => shown.delete(notification))
  notification.on('click', () => {
    shown.delete(notification)
    onClick()
  })
  notification.show()
}
