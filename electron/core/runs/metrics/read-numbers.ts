import type { MetricRecord } from '../../../../shared/model/metric.ts'
import type { MetricReply, MetricRequest, MetricThread } from './metric-messages.ts'

/** The numbers of a run, read by a thread of its own while the run goes on. */
export interface NumberReading {
  /** So many lines have been logged. */
  extend(lineCount: number): void
  /** Resolves once all that has been logged is read and told. */
  end(): Promise<void>
}

export interface NumberReadingOptions extends Omit<Extract<MetricRequest, { type: 'start' }>, 'type'> {
  readonly startThread: () => MetricThread
  readonly tell: (records: readonly MetricRecord[]) => void
  readonly onFailure: (error: unknown) => void
}

const extendEveryMs = 100
/** A thread that is silent for so long at the end is given up. */
const silenceMs = 20_000

export function createNumberReading(options: NumberReadingOptions): NumberReading {
  const { startThread, tell, onFailure, ...start } = options
  let thread: MetricThread | null = null
  let timer: NodeJS.Timeout | null = null
  let lineCount = 0
  let isOver = false
  let silence: NodeJS.Timeout | null = null
  let tellEnd: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (tellEnd = resolve))

  const close = (): void => {
    if (timer !== null) clearTimeout(timer)
    if (silence !== null) clearTimeout(silence)
    void thread?.terminate()
    isOver = true
    tellEnd()
  }
  const fail = (error: unknown): void => {
    if (isOver) return
    onFailure(error)
    close()
  }
  const receive = ({ type, records }: MetricReply): void => {
    if (records.length > 0) tell(records)
    if (type === 'ended') close()
    else silence?.refresh()
  }
  const begin = (): MetricThread | null => {
    try {
      const made = startThread()
      made.on('message', receive)
      made.on('error', fail)
      made.postMessage({ type: 'start', ...start })
      return made
    } catch (error) {
      fail(error)
      return null
    }
  }
  thread = begin()

  return {
    extend: (count) => {
      lineCount = count
      if (isOver) return
      timer ??= setTimeout(() => {
        timer = null
        thread?.postMessage({ type: 'extend', lineCount })
      }, extendEveryMs)
    },
    end: async () => {
      if (isOver) return
      silence = setTimeout(() => fail(new Error('The numbers of a run were not read to their end.')), silenceMs)
      thread?.postMessage({ type: 'extend', lineCount })
      thread?.postMessage({ type: 'end' })
      await ended
    },
  }
}
