import type { ErrorData } from '../../shared/errors.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { unlessCancelled } from '../ipc/error-data.ts'
import { FrameNotifier, type ScheduleFrame } from './frame.ts'
import { LogBuffer, plainText } from './log-buffer.ts'

const capacity = 200_000

/** What a view of the log draws from; a new object each time something has changed. */
export interface LogSnapshot {
  readonly buffer: LogBuffer
  readonly length: number
  readonly nextIndex: number
  /** The log is complete: the job has ended and every line is here. */
  readonly complete: boolean
  readonly problem: ErrorData | null
}

/** Follows one job's log for as long as somebody looks at it. */
export class LogFollow {
  readonly #client: AppClient
  readonly #jobId: JobId
  readonly #notifier: FrameNotifier
  readonly #buffer = new LogBuffer(capacity)
  #snapshot: LogSnapshot = { buffer: this.#buffer, length: 0, nextIndex: 0, complete: false, problem: null }
  #stop: AbortController | null = null

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    this.#client = client
    this.#jobId = jobId
    this.#notifier = new FrameNotifier(schedule)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#notifier.add(listener)
    if (this.#stop === null && !this.#snapshot.complete) void this.#follow()
    return () => {
      this.#notifier.remove(listener)
      if (this.#notifier.listenerCount > 0) return
      this.#stop?.abort()
      this.#stop = null
    }
  }

  readonly snapshot = (): LogSnapshot => this.#snapshot

  async #follow(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    try {
      const input = { jobId: this.#jobId, fromIndex: this.#buffer.nextIndex }
      for await (const batch of this.#client.open('jobs.log', input, { signal: stop.signal })) {
        if (stop.signal.aborted) return
        this.#buffer.append(batch.map((line) => ({ ...line, text: plainText(line.text) })))
        this.#show({ problem: null })
      }
      this.#show({ complete: !stop.signal.aborted })
    } catch (error) {
      const problem = unlessCancelled(error)
      if (problem !== null && !stop.signal.aborted) this.#show({ problem })
    } finally {
      if (this.#stop === stop) this.#stop = null
    }
  }

  #show(change: Partial<LogSnapshot>): void {
    const { length, nextIndex } = this.#buffer
    this.#snapshot = { ...this.#snapshot, ...change, length, nextIndex }
    this.#notifier.notify()
  }
}
