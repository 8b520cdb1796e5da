import type { ErrorData } from '../../shared/errors.ts'
import type { IgnoreSettings } from '../../shared/model/ignore.ts'
import type { IgnoreTotal, ScanEntry, ScanId, ScanSummary, ScanUpdate, ScanWarning } from '../../shared/model/scan.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { unlessCancelled } from '../ipc/error-data.ts'
import { FrameNotifier, type ScheduleFrame } from './frame.ts'

/** What a scan looks at. */
export interface ScanTarget {
  readonly codePath: string
  readonly ignore: IgnoreSettings
}

/** What is known of the files a pack would send; a new object each time something has changed. */
export interface ScanSnapshot {
  /** Of the newest look that is through; null before the first, and once the stream is closed. */
  readonly scanId: ScanId | null
  /** Counts the looks that are through; what was asked of an earlier one is out of date. */
  readonly lookCount: number
  readonly summary: ScanSummary | null
  readonly largestFiles: readonly ScanEntry[]
  readonly ignored: readonly IgnoreTotal[]
  readonly warnings: readonly ScanWarning[]
  readonly omittedWarnings: number
  readonly isPartial: boolean
  readonly looking: boolean
  readonly problem: ErrorData | null
}

export const nothingScanned: ScanSnapshot = {
  scanId: null,
  lookCount: 0,
  summary: null,
  largestFiles: [],
  ignored: [],
  warnings: [],
  omittedWarnings: 0,
  isPartial: false,
  looking: false,
  problem: null,
}

const typingDelayMs = 300
/** A folder that could not be looked at may be back: it is tried again, ever less than a quarter of the time. */
const retryMs = 2000
const restPerWork = 3

/** Follows the files of one project, live, for as long as somebody looks; kept outside zustand, since it is hot. */
export class ScanFollow {
  readonly #client: AppClient
  readonly #notifier: FrameNotifier
  #target: ScanTarget | null = null
  #snapshot = nothingScanned
  #opening: ScanId | null = null
  #lookCount = 0
  #stop: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(client: AppClient, schedule: ScheduleFrame) {
    this.#client = client
    this.#notifier = new FrameNotifier(schedule)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#notifier.add(listener)
    if (this.#notifier.listenerCount === 1) this.#begin(0)
    return () => {
      this.#notifier.remove(listener)
      if (this.#notifier.listenerCount > 0) return
      this.#end()
      this.#snapshot = { ...this.#snapshot, scanId: null, looking: false }
    }
  }

  readonly snapshot = (): ScanSnapshot => this.#snapshot

  /** What is known stays until the new look is through, unless it is of another folder. */
  look(target: ScanTarget): void {
    const before = this.#target
    if (before !== null && isSame(before, target)) return
    this.#target = target
    if (before !== null && before.codePath !== target.codePath) this.#show(nothingScanned)
    if (this.#notifier.listenerCount === 0) return
    this.#end()
    this.#begin(before === null || before.codePath === target.codePath ? 0 : typingDelayMs)
  }

  #begin(delayMs: number): void {
    this.#timer = setTimeout(() => void this.#follow({ isRetry: false }), delayMs)
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#stop?.abort()
    this.#stop = null
  }

  async #follow({ isRetry }: { readonly isRetry: boolean }): Promise<void> {
    const target = this.#target
    if (target === null || target.codePath === '') return
    const stop = new AbortController()
    this.#stop = stop
    const began = performance.now()
    // What is wrong stays in sight until it is known to be mended.
    if (!isRetry) this.#show({ ...this.#snapshot, looking: true, problem: null })
    try {
      for await (const batch of this.#client.open('folders.scan', { ...target, live: true }, { signal: stop.signal })) {
        if (stop.signal.aborted) return
        for (const update of batch) this.#take(update)
      }
    } catch (error) {
      const problem = unlessCancelled(error)
      if (problem === null || stop.signal.aborted) return
      this.#show({ ...nothingScanned, problem })
      const restMs = Math.max(retryMs, restPerWork * (performance.now() - began))
      this.#timer = setTimeout(() => void this.#follow({ isRetry: true }), restMs)
    }
  }

  #take(update: ScanUpdate): void {
    switch (update.type) {
      case 'started':
        this.#opening = update.scanId
        if (this.#snapshot.problem === null) this.#show({ ...this.#snapshot, looking: true })
        return
      case 'progress':
        // The first look counts up; a later one replaces the old figures when it is through.
        if (this.#snapshot.scanId === null) this.#show({ ...this.#snapshot, summary: update.summary })
        return
      case 'scanned': {
        const { largestFiles, ignored, warnings, omittedWarnings } = update
        const layerBytes = update.summary.layerBytes ?? this.#snapshot.summary?.layerBytes ?? null
        const summary = { ...update.summary, layerBytes }
        this.#lookCount += 1
        const found = { largestFiles, ignored, warnings, omittedWarnings, scanId: this.#opening }
        this.#show({ ...this.#snapshot, ...found, summary, lookCount: this.#lookCount, looking: false, problem: null })
        return
      }
      case 'measured':
        this.#show({ ...this.#snapshot, summary: update.summary })
        return
      case 'read': {
        const warnings = [...this.#snapshot.warnings, ...update.warnings]
        this.#show({ ...this.#snapshot, warnings, isPartial: update.isPartial })
      }
    }
  }

  #show(snapshot: ScanSnapshot): void {
    this.#snapshot = snapshot
    this.#notifier.notify()
  }
}

function isSame(a: ScanTarget, b: ScanTarget): boolean {
  return a.codePath === b.codePath && JSON.stringify(a.ignore) === JSON.stringify(b.ignore)
}
