/** How many jobs run; among them those that go on in their containers without the app, and open terminals. */
export interface RunningCounts {
  readonly all: number
  readonly tests: number
  readonly terminals: number
}

/** What the user is asked about before the app ends. */
export type QuitQuestion = 'terminals' | 'tests' | 'jobs'

export interface QuitAttempt {
  readonly running: RunningCounts
  /** The user has said what is to become of what runs. */
  readonly isDecided: boolean
  /** The session or the machine ends, or somebody has sent a signal: nobody is there to answer. */
  readonly isForced: boolean
}

/**
 * What has to be asked before the app ends, however its end was asked for; null where nothing runs or nobody is to be
 * asked. What runs in containers then goes on, and is found at the next start.
 */
export function questionBeforeQuit({ running, isDecided, isForced }: QuitAttempt): QuitQuestion | null {
  const { all, tests, terminals } = running
  if (all === 0 || isDecided || isForced) return null
  if (terminals > 0) return 'terminals'
  return all === tests ? 'tests' : 'jobs'
}
