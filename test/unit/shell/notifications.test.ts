import { expect, it, vi } from 'vitest'
import { createNotifier } from '../../../electron/shell/notifications.ts'
import type { Job } from '../../../shared/model/job.ts'
import { samplePackJob } from '../../support/history-bench.ts'

vi.mock('electron', () => ({ Notification: null }))

function longJob(id: string, changes: Partial<Job> = {}): Job {
  return samplePackJob(id, { startedAt: 1000, endedAt: 11_000, ...changes })
}

function open(language: 'en' | 'zh-CN' = 'en') {
  const window = { isFocused: false }
  const shown: { title: string; body: string; onClick: () => void }[] = []
  const clicked: Job[] = []
  const notify = createNotifier({
    language,
    isInFront: () => window.isFocused,
    projectName: () => 'mnist',
    onClick: (job) => clicked.push(job),
    show: (notification) => shown.push(notification),
  })
  return { window, shown, clicked, notify }
}

it('tells once of a job that has ended behind the user’s back; a click leads to it', () => {
  const { shown, clicked, notify } = open()
  const job = longJob('1')
  notify({ ...job, state: 'running' })
  expect(shown).toEqual([])
  notify(job)
  notify(job)
  expect(shown).toMatchObject([{ title: 'Pack succeeded', body: 'mnist' }])
  shown[0]?.onClick()
  expect(clicked).toEqual([job])
})

it('says nothing to who is looking, nor to who has cancelled', () => {
  const { window, shown, notify } = open()
  notify(longJob('1', { state: 'cancelled' }))
  window.isFocused = true
  notify(longJob('2', { state: 'failed' }))
  window.isFocused = false
  notify(longJob('2', { state: 'failed' }))
  expect(shown).toEqual([])
})

it('says nothing of a job that was over in no time', () => {
  const { shown, notify } = open()
  notify(longJob('1', { endedAt: 10_999 }))
  expect(shown).toEqual([])
})

it('speaks Chinese', () => {
  const { shown, notify } = open('zh-CN')
  notify(longJob('1', { kind: 'test', state: 'failed' }))
  expect(shown[0]?.title).toBe('本地测试失败')
})
