import { remoteWords } from '../../../shared/errors.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { Clock } from '../ports/clock.ts'
import type { Engine } from '../ports/engine.ts'
import { appLine } from './app-line.ts'
import { openOutput, type OpenedOutput, type OutputReader } from './output-reader.ts'
import { isEngineLost, waitForEngine } from './wait-for-engine.ts'

export interface ContainerEnd {
  readonly exitCode: number
  readonly outOfMemory: boolean
  /** The engine went away while the container ran. */
  readonly engineLost: boolean
}

export interface FollowOptions {
  readonly engine: Pick<Engine, 'followOutput' | 'waitContainer' | 'health'>
  readonly clock: Clock
  readonly reader: OutputReader
  readonly signal: AbortSignal
  /** Told each time the container is followed, with a signal for as long as that lasts. */
  readonly onFollowed: (signal: AbortSignal) => void
}

/** Engines that answer, but whose output ends at once again and again, are given up. */
const maxVainAttempts = 5

/**
 * Follows a started container to its end, through restarts of the engine: what was written meanwhile is read from the
 * engine's log, in which the lines that are known are skipped.
 */
export async function* followRun(
  id: string,
  opened: OpenedOutput,
  { engine, clock, reader, signal, onFollowed }: FollowOptions,
): AsyncGenerator<JobActivity, ContainerEnd> {
  let output = opened
  let engineLost = false
  let vainAttempts = 0
  for (;;) {
    const attempt = new AbortController()
    const linesBefore = reader.counts.out + reader.counts.err
    onFollowed(attempt.signal)
    try {
      yield* reader.read(output)
      const end = await engine.waitContainer(id, signal)
      yield* reader.end()
      return { ...end, engineLost }
    } catch (error) {
      if (signal.aborted || !isEngineLost(error)) throw error
      const isVain = reader.counts.out + reader.counts.err === linesBefore
      vainAttempts = isVain ? vainAttempts + 1 : 0
      if (vainAttempts >= maxVainAttempts) throw error
      engineLost = true
      yield* reader.startAnew()
      const words = remoteWords(error)
      yield appLine(words === '' ? 'the engine has gone away' : `the engine has gone away: ${words}`)
      yield { type: 'engine', awaySince: clock.now() }
      await waitForEngine(engine, signal)
      yield { type: 'engine', awaySince: null }
      yield appLine('the engine answers again')
      output = openOutput(engine.followOutput(id, signal))
    } finally {
      attempt.abort()
    }
  }
}
