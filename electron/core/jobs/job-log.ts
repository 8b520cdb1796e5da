import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LogLine, LogSource } from '../../../shared/model/job.ts'
import type { Clock } from '../ports.ts'
import { createSignalBox, type SignalBox } from './signal-box.ts'

/** Is told of every line as soon as it has its index, its secrets replaced already. */
export type LineObserver = (lines: readonly LogLine[]) => void

/** The log of one job: a file that only grows, a line an entry: `2025-01-31T12:00:00.000Z o the text`. */
export interface JobLog {
  append(source: LogSource, text: string): void
  /** Resolves once the writer has caught up; for a producer that would otherwise outrun the disk. */
  settle(): Promise<void>
  /** Writes what is left and closes the file. */
  close(): Promise<void>
  /** Rung whenever new lines can be read, and when the log is closed. */
  readonly changes: SignalBox
  readonly closed: boolean
}

export interface JobLogOptions {
  readonly path: string
  readonly clock: Clock
  readonly redact: (text: string) => string
  /** Told of the first failure to write; the log then stays as it is, and the job goes on. */
  readonly onFailure: (error: unknown) => void
  readonly observe?: LineObserver | undefined
}

/** Lines are written together, this often at most; a follower sees them as one batch. */
const writeEveryMs = 50
/** A producer that settles waits while more than this is unwritten. */
const maxWaitingLength = 1024 * 1024

export const logMarks = { out: 'o', err: 'e', app: 'a' } as const satisfies Record<LogSource, string>

export function createJobLog(options: JobLogOptions): JobLog {
  const changes = createSignalBox()
  let waiting: string[] = []
  let waitingLength = 0
  let nextIndex = 0
  let timer: NodeJS.Timeout | null = null
  let file: Promise<FileHandle> | null = null
  let writing: Promise<void> = Promise.resolve()
  let failed = false
  let closed = false

  const openFile = async (): Promise<FileHandle> => {
    await mkdir(dirname(options.path), { recursive: true, mode: 0o700 })
    return open(options.path, 'a', 0o600)
  }
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(async () => {
      const text = waiting.join('')
      waiting = []
      waitingLength = 0
      if (text === '' || failed) return
      try {
        file ??= openFile()
        await (await file).appendFile(text)
        changes.ring()
      } catch (error) {
        failed = true
        options.onFailure(error)
      }
    })
    await writing
  }

  return {
    changes,
    get closed() {
      return closed
    },
    append: (source, text) => {
      const at = options.clock.now()
      const head = `${new Date(at).toISOString()} ${logMarks[source]} `
      const lines = options.redact(text).split(/\r\n|\r|\n/)
      for (const line of lines) {
        waiting.push(`${head}${line}\n`)
        waitingLength += head.length + line.length + 1
      }
      options.observe?.(lines.map((line, offset) => ({ index: nextIndex + offset, at, source, text: line })))
      nextIndex += lines.length
      timer ??= setTimeout(() => void flush(), writeEveryMs)
    },
    settle: async () => {
      if (waitingLength > maxWaitingLength) await flush()
    },
    close: async () => {
      await flush()
      closed = true
      const opened = await file?.catch(() => null)
      await opened?.close()
      changes.ring()
    },
  }
}
