import type { ErrorData } from '../../shared/errors.ts'
import { unlessCancelled } from '../ipc/error-data.ts'
import { FrameNotifier, type ScheduleFrame } from './frame.ts'

/** Follows something of a job for as long as somebody looks at it; kept outside zustand, since it changes many times a second. */
export abstract class Follow<View extends { readonly problem: ErrorData | null }> {
  readonly #schedule: ScheduleFrame
  readonly #notifier: FrameNotifier
  #view: View
  #stop: AbortController | null = null

  constructor(view: View, schedule: ScheduleFrame) {
    this.#view = view
    this.#schedule = schedule
    this.#notifier = new FrameNotifier(schedule)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#notifier.add(listener)
    if (this.#stop === null && !this.isComplete(this.#view)) void this.#follow()
    return () => {
      this.#notifier.remove(listener)
      if (this.#notifier.listenerCount > 0) return
      this.#stop?.abort()
      this.#stop = null
    }
  }

  readonly snapshot = (): View => this.#view

  /** Reads anew what may be another by now. */
  protected restart(): void {
    this.#stop?.abort()
    this.#stop = null
    if (this.#notifier.listenerCount > 0) void this.#follow()
  }

  /** Nothing more is to come. */
  protected abstract isComplete(view: View): boolean

  /** Reads on from what is known, until the end or the signal, and shows what comes. */
  protected abstract read(signal: AbortSignal): Promise<void>

  protected show(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change }
    this.#notifier.notify()
  }

  protected nextFrame(): Promise<void> {
    return new Promise((resolve) => this.#schedule(resolve))
  }

  async #follow(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    if (this.#view.problem !== null) this.#view = { ...this.#view, problem: null }
    try {
      await this.read(stop.signal)
    } catch (error) {
      const problem = unlessCancelled(error)
      if (problem !== null && !stop.signal.aborted) {
        this.#view = { ...this.#view, problem }
        this.#notifier.notify()
      }
    } finally {
      if (this.#stop === stop) this.#stop = null
    }
  }
}
