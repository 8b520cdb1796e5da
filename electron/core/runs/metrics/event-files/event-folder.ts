import { readdirSync, statSync, type Dirent } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { ReadPoint } from '../../../../../shared/metrics/log-reader.ts'
import { eventSeries } from '../../../../../shared/metrics/event-series.ts'
import { EventFile } from './event-file.ts'

const maxDepth = 6
const maxEntries = 5000
const maxFiles = 50
const maxSeries = 200
/** Clocks of files and programs differ a little. */
const slackMs = 2000

/** The event files that a run writes into its output folder, wherever in it. Links are not followed. */
export class EventFolder {
  readonly #folder: string
  readonly #sinceMs: number
  readonly #files = new Map<string, EventFile>()
  readonly #series = new Set<string>()
  #firstFolder: string | null = null

  constructor(folder: string, sinceMs: number) {
    this.#folder = folder
    this.#sinceMs = sinceMs
  }

  /** What has been written since the last time. */
  readNew(): Omit<ReadPoint, 'line'>[] {
    this.#lookForFiles()
    return [...this.#files].flatMap(([path, file]) =>
      file.readNew().flatMap(({ tag, value, step, at }): Omit<ReadPoint, 'line'>[] => {
        const series = eventSeries(this.#prefixOf(path), tag)
        if (at < this.#sinceMs - slackMs || !this.#isKept(series)) return []
        return [{ series, isShare: false, value, at, step, epoch: null }]
      }),
    )
  }

  #isKept(series: string): boolean {
    if (this.#series.size < maxSeries) this.#series.add(series)
    return this.#series.has(series)
  }

  /** One folder with event files needs no name; several are told apart. */
  #prefixOf(path: string): string {
    const folder = dirname(path)
    this.#firstFolder ??= folder
    return folder === this.#firstFolder ? '' : relative(this.#folder, folder).split(sep).join('/')
  }

  #lookForFiles(): void {
    let left = maxEntries
    const waiting: [folder: string, depth: number][] = [[this.#folder, 0]]
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [folder, depth] = next
      for (const entry of readFolder(folder)) {
        if (--left < 0) return
        const path = join(folder, entry.name)
        if (entry.isDirectory() && depth < maxDepth) waiting.push([path, depth + 1])
        if (!entry.isFile() || !entry.name.startsWith('events.out.tfevents.') || this.#files.has(path)) continue
        if (this.#files.size < maxFiles && changedAt(path) >= this.#sinceMs - slackMs) {
          this.#files.set(path, new EventFile(path))
        }
      }
    }
  }
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    // Gone, or not for this user.
    return []
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}
