import type { Lane, StageProgress } from '../../shared/model/job.ts'
import type { Note } from '../../shared/model/pack.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import type { CliEnvironment } from './cli-environment.ts'
import type { Texts } from './texts.ts'

/** Tells on stderr what a job does: one line written over again and again in a terminal, a line a stage elsewhere. */
export interface ProgressLine {
  show(activity: JobActivity): void
  /** Takes the line away, so that something lasting can be written. */
  clear(): void
}

const redrawEveryMs = 100
/** A stage that is skipped is so by then, and need not be told. */
const skippedWithinMs = 50

export function createProgressLine(
  environment: Pick<CliEnvironment, 'isTerminal' | 'writeError' | 'clearLine'>,
  texts: Texts,
): ProgressLine {
  const { isTerminal, writeError, clearLine } = environment
  // By lane and stage: a lane may have several stages under way.
  const underWay = new Map<string, string>()
  const untold = new Map<string, { text: string; timer: NodeJS.Timeout }>()
  let drawnAt = 0
  let isDrawn = false

  const clear = (): void => {
    if (isDrawn) clearLine()
    isDrawn = false
  }
  const draw = (): void => {
    const now = performance.now()
    if (!isTerminal || now - drawnAt < redrawEveryMs) return
    drawnAt = now
    clearLine()
    writeError([...underWay.values()].join(' · '))
    isDrawn = true
  }
  const writeLine = (text: string): void => {
    clear()
    writeError(`${text}\n`)
  }
  const drop = (key: string): void => {
    clearTimeout(untold.get(key)?.timer)
    untold.delete(key)
  }
  const tell = (key: string): void => {
    const waiting = untold.get(key)
    drop(key)
    if (waiting !== undefined) writeLine(waiting.text)
  }
  const tellSoon = (key: string, text: string): void => {
    untold.set(key, { text, timer: setTimeout(() => tell(key), skippedWithinMs) })
  }
  const inLane = (lane: Lane, text: string): string =>
    lane === 'shared' ? text : texts('cli.inLane', { lane: texts(`lanes.${lane}`), text })

  return {
    clear,
    show: (activity) => {
      switch (activity.type) {
        case 'stage': {
          const { lane, stage, state } = activity
          const key = `${lane} ${stage}`
          if (state === 'started') {
            const text = inLane(lane, texts(`stages.${stage}.name`))
            underWay.set(key, text)
            if (!isTerminal) tellSoon(key, text)
          } else {
            if (state === 'skipped') drop(key)
            else tell(key)
            underWay.delete(key)
          }
          draw()
          break
        }
        case 'progress': {
          const { lane, stage } = activity.progress
          underWay.set(
            `${lane} ${stage}`,
            inLane(lane, `${texts(`stages.${stage}.name`)}${describeBytes(activity.progress)}`),
          )
          draw()
          break
        }
        case 'note':
          writeLine(describeNote(activity.note, texts))
          break
        case 'log':
        case 'fact':
        case 'explained':
        case 'engine':
        case 'live':
          break
      }
    },
  }
}

function describeNote(note: Note, texts: Texts): string {
  if (note.code === 'catalogue-used' || note.code === 'not-remembered') {
    return texts(`notes.${note.code}.${note.reason}`, { ...note })
  }
  if (note.code === 'push-plan') {
    return texts(`notes.${note.code}.${note.way}`, { image: note.image, size: formatBytes(note.sizeBytes ?? 0) })
  }
  const size = note.code === 'files-ignored' ? { size: formatBytes(note.sizeBytes) } : {}
  return texts(`notes.${note.code}`, { ...note, ...size })
}

function describeBytes({ currentBytes, totalBytes }: StageProgress): string {
  if (currentBytes === 0) return ''
  return totalBytes === null
    ? ` ${formatBytes(currentBytes)}`
    : ` ${formatBytes(currentBytes)} / ${formatBytes(totalBytes)}`
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? 'B'}`
}
