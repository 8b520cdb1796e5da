import type { JobId } from '../../shared/model/ids.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { unlessCancelled } from '../ipc/error-data.ts'
import { FrameNotifier, type ScheduleFrame } from './frame.ts'
import { emptyJobView, withUpdate, type JobView } from './job-view.ts'

/** Follows one job for as long as somebody looks at it; kept outside zustand, since progress is hot. */
export class JobFollow {
  readonly #client: AppClient
  readonly #jobId: JobId
  readonly #notifier: FrameNotifier
  #view: JobView = emptyJobView
  #stop: AbortController | null = null

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    this.#client = client
    this.#jobId = jobId
    this.#notifier = new FrameNotifier(schedule)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#notifier.add(listener)
    if (this.#stop === null && this.#view.endedJob === null) void this.#follow()
    return () => {
      this.#notifier.remove(listener)
      if (this.#notifier.listenerCount > 0) return
      this.#stop?.abort()
      this.#stop = null
    }
  }

  readonly snapshot = (): JobView => this.#view

  async #follow(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    this.#view = { ...this.#view, problem: null }
    try {
      const input = { jobId: this.#jobId, fromSeq: this.#view.seq }
      for await (const batch of this.#client.open('jobs.watch', input, { signal: stop.signal })) {
        if (stop.signal.aborted) return
        this.#show(batch.reduce(withUpdate, this.#view))
      }
    } catch (error) {
      const problem = unlessCancelled(error)
      if (problem !== null && !stop.signal.aborted) this.#show({ ...this.#view, problem })
    } finally {
      if (this.#stop === stop) this.#stop = null
    }
  }

  #show(view: JobView): void {
    this.#view = view
    this.#notifier.notify()
  }
}
