import { describe, expect, it } from 'vitest'
import { questionBeforeQuit, type QuitAttempt, type RunningCounts } from '../../../electron/shell/quit-decision.ts'

const nothing: RunningCounts = { all: 0, tests: 0, terminals: 0 }

function questionOf(running: Partial<RunningCounts>, change: Partial<QuitAttempt> = {}): string | null {
  return questionBeforeQuit({ running: { ...nothing, ...running }, isDecided: false, isForced: false, ...change })
}

describe('quitting', () => {
  it('asks nothing where nothing runs', () => {
    expect(questionOf({})).toBeNull()
  })

  it('asks about what would be lost most', () => {
    expect(questionOf({ all: 2, tests: 2 })).toBe('tests')
    expect(questionOf({ all: 3, tests: 2 })).toBe('jobs')
    expect(questionOf({ all: 1 })).toBe('jobs')
    expect(questionOf({ all: 3, tests: 1, terminals: 1 })).toBe('terminals')
  })

  it('asks once, and nobody who cannot answer', () => {
    expect(questionOf({ all: 1 }, { isDecided: true })).toBeNull()
    expect(questionOf({ all: 1, tests: 1 }, { isForced: true })).toBeNull()
    expect(questionOf({ all: 1, terminals: 1 }, { isForced: true })).toBeNull()
  })
})
