import { mkdir, open, truncate, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { levelOf } from '../../../shared/log/level.ts'
import type { LogLine, LogSource } from '../../../shared/model/job.ts'
import { indexBytes, indexFileBytes, indexPathOf, loadIndex, openIfThere } from '../logs/index-file.ts'
import { lineHead } from '../logs/line-format.ts'
import { LineIndex, type LineCounts } from '../logs/line-index.ts'
import type { Clock } from '../ports/clock.ts'
import { createSignalBox, type SignalBox } from './signal-box.ts'

/** Is told of every line as soon as it has its index, its secrets replaced already. */
export type LineObserver = (lines: readonly LogLine[]) => void

/** What stands in the open line of a source: a progress bar, or a line without its end yet. */
export type LiveLines = ReadonlyMap<LogSource, string>

/** The log of one job: a file that only grows, and beside it an index of where its lines are. */
export interface JobLog {
  append(source: LogSource, text: string): void
  /** What the open line of a source shows now; empty for nothing. It is not kept. */
  setLive(source: LogSource, text: string): void
  /** Resolves once the writer has caught up; for a producer that would otherwise outrun the disk. */
  settle(): Promise<void>
  /** Writes what is left and closes the file. */
  close(): Promise<void>
  /** Rung whenever new lines can be read, when a live line is another, and when the log is closed. */
  readonly changes: SignalBox
  readonly closed: boolean
  readonly live: LiveLines
  /** Of all lines until now, those included that were there when the log was opened again. */
  readonly counts: LineCounts
  readonly index: LineIndex
  /** Of the lines that are in the file. */
  readonly written: LineCounts
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
const maxWaitingBytes = 1024 * 1024
const lineEnds = /\r\n|\r|\n/

/** A log that begins. */
export function createJobLog(options: JobLogOptions): JobLog {
  return writeJobLog(options, { index: new LineIndex(), keptBlocks: 0 })
}

/** A log that goes on after the app was ended; what was half-written then is dropped. */
export async function reopenJobLog(options: JobLogOptions): Promise<JobLog> {
  const file = await openIfThere(options.path)
  if (file === null) return createJobLog(options)
  const known = await loadIndex(options.path, file).finally(() => file.close())
  await truncate(options.path, known.index.sizeBytes)
  await truncate(indexPathOf(options.path), indexFileBytes(known.keptBlocks)).catch(() => undefined)
  return writeJobLog(options, known)
}

function writeJobLog(
  options: JobLogOptions,
  { index, keptBlocks }: { readonly index: LineIndex; readonly keptBlocks: number },
): JobLog {
  const changes = createSignalBox()
  const live = new Map<LogSource, string>()
  let written = index.counts
  let savedBlocks = keptBlocks
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let timer: NodeJS.Timeout | null = null
  let files: Promise<{ text: FileHandle; index: FileHandle }> | null = null
  let writing: Promise<void> = Promise.resolve()
  let failed = false
  let closed = false

  const openFiles = async (): Promise<{ text: FileHandle; index: FileHandle }> => {
    await mkdir(dirname(options.path), { recursive: true, mode: 0o700 })
    const text = await open(options.path, 'a', 0o600)
    return { text, index: await open(indexPathOf(options.path), 'a', 0o600) }
  }
  const write = async (): Promise<void> => {
    const text = Buffer.concat(waiting)
    const counts = index.counts
    waiting = []
    waitingBytes = 0
    if (text.length === 0 || failed) return
    try {
      files ??= openFiles()
      const opened = await files
      await opened.text.appendFile(text)
      written = counts
      // After the text, so that it never tells of more than there is.
      const bytes = indexBytes(index, savedBlocks)
      savedBlocks = index.blockCount
      if (bytes.length > 0) await opened.index.appendFile(bytes)
      changes.ring()
    } catch (error) {
      failed = true
      options.onFailure(error)
    }
  }
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(write)
    await writing
  }

  return {
    changes,
    live,
    index,
    get closed() {
      return closed
    },
    get counts() {
      return index.counts
    },
    get written() {
      return written
    },
    append: (source, text) => {
      const at = options.clock.now()
      const head = lineHead(at, source)
      const lines = options.redact(text).split(lineEnds)
      const firstIndex = index.counts.lines
      // As bytes at once: a text of all that waits would be large, and such ones are slow to make.
      const bytes = Buffer.from(lines.map((line) => `${head}${line}\n`).join(''))
      waiting.push(bytes)
      waitingBytes += bytes.length
      for (const line of lines) {
        const sizeBytes = head.length + Buffer.byteLength(line) + 1
        index.add({ sizeBytes, readAt: () => at, source, level: levelOf(line) })
      }
      options.observe?.(lines.map((line, offset) => ({ index: firstIndex + offset, at, source, text: line })))
      timer ??= setTimeout(() => void flush(), writeEveryMs)
    },
    setLive: (source, text) => {
      if ((live.get(source) ?? '') === text) return
      if (text === '') live.delete(source)
      else live.set(source, text)
      changes.ring()
    },
    settle: async () => {
      if (waitingBytes > maxWaitingBytes) await flush()
    },
    close: async () => {
      await flush()
      closed = true
      live.clear()
      const opened = await files?.catch(() => null)
      await opened?.text.close()
      await opened?.index.close()
      changes.ring()
    },
  }
}
