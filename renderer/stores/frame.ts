export type ScheduleFrame = (callback: () => void) => void

/** Tells its listeners at most once a frame that something has changed. */
export class FrameNotifier {
  readonly #schedule: ScheduleFrame
  readonly #listeners = new Set<() => void>()
  #pending = false

  constructor(schedule: ScheduleFrame) {
    this.#schedule = schedule
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  add(listener: () => void): void {
    this.#listeners.add(listener)
  }

  remove(listener: () => void): void {
    this.#listeners.delete(listener)
  }

  notify(): void {
    if (this.#pending) return
    this.#pending = true
    this.#schedule(() => {
      this.#pending = false
      for (const listener of this.#listeners) listener()
    })
  }
}
