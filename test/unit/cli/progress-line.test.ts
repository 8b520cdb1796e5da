import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createProgressLine, type ProgressLine } from '../../../electron/cli/progress-line.ts'
import { createTexts } from '../../../electron/cli/texts.ts'
import type { StageState } from '../../../shared/model/job.ts'

let written = ''
let progress: ProgressLine

beforeEach(() => {
  vi.useFakeTimers()
  written = ''
  const writeError = (text: string): void => void (written += text)
  progress = createProgressLine({ isTerminal: false, writeError, clearLine: () => undefined }, createTexts({}))
})
afterEach(() => {
  vi.useRealTimers()
})

const show = (stage: 'login' | 'push', state: StageState): void => {
  progress.show({ type: 'stage', stage, lane: 'shared', state })
}

it('tells of a stage that goes on, and of one that ends at once', () => {
  show('login', 'started')
  vi.advanceTimersByTime(1000)
  expect(written).toBe('Log in to UHub\n')
  show('login', 'done')
  show('push', 'started')
  show('push', 'failed')
  vi.advanceTimersByTime(1000)
  expect(written).toBe('Log in to UHub\nPush to UHub\n')
})

it('does not tell of a stage that is skipped at once, but of why it is', () => {
  show('login', 'started')
  show('login', 'skipped')
  show('push', 'started')
  progress.show({ type: 'note', note: { code: 'not-pushed', image: 'host/demo/mnist:v1' } })
  show('push', 'skipped')
  vi.advanceTimersByTime(1000)
  expect(written).toMatch(/^[^\n]*host\/demo\/mnist:v1[^\n]*\n$/)
})

it('tells of each of two stages that run side by side', () => {
  show('push', 'started')
  show('login', 'started')
  show('push', 'skipped')
  vi.advanceTimersByTime(1000)
  expect(written).toBe('Log in to UHub\n')
})
