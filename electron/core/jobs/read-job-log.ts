import { open, type FileHandle } from 'node:fs/promises'
import { cancelled } from '../../../shared/errors.ts'
import { LogSource, type LogLine } from '../../../shared/model/job.ts'
import { logMarks, type JobLog } from './job-log.ts'

const sourceOfMark = new Map(LogSource.options.map((source) => [logMarks[source] as string, source]))
const batchLines = 200
const readBytes = 256 * 1024
const lineFeed = 10

export interface ReadJobLogOptions {
  readonly path: string
  readonly fromIndex: number
  /** The log that is still being written; null to read what there is. */
  readonly live: Pick<JobLog, 'changes' | 'closed'> | null
  readonly signal: AbortSignal
}

/**
 * The lines of a job's log in batches, and, while it is still written, those that come. Holds one piece of the
 * file in memory, whatever its size. A file that isn't there is an empty log.
 */
export async function* readJobLog(options: ReadJobLogOptions): AsyncGenerator<LogLine[], void> {
  const { live, signal } = options
  const buffer = Buffer.allocUnsafe(readBytes)
  let file: FileHandle | null = null
  let position = 0
  let index = 0
  let rest: Buffer = Buffer.alloc(0)
  try {
    for (;;) {
      stopIfAborted(signal)
      // Both are looked at before the file, so that nothing written in the meantime is missed.
      const version = live?.changes.version ?? 0
      const complete = live?.closed ?? true
      file ??= await openIfThere(options.path)
      const bytesRead = file === null ? 0 : (await file.read(buffer, 0, readBytes, position)).bytesRead
      position += bytesRead
      if (bytesRead === 0) {
        if (complete || live === null) break
        await live.changes.after(version, signal)
        continue
      }
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
      let start = 0
      let batch: LogLine[] = []
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        const line = index >= options.fromIndex ? parseLogLine(bytes.subarray(start, end), index) : null
        start = end + 1
        index++
        if (line !== null) batch.push(line)
        if (batch.length < batchLines) continue
        yield batch
        stopIfAborted(signal)
        batch = []
      }
      rest = bytes.subarray(start)
      if (batch.length > 0) yield batch
    }
    const last = index >= options.fromIndex ? parseLogLine(rest, index) : null
    if (last !== null) yield [last]
  } finally {
    await file?.close()
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Null for what a crash or a full disk has left half-written. */
function parseLogLine(bytes: Buffer, index: number): LogLine | null {
  const [, time = '', mark = '', text = ''] = /^(\S+) ([oea]) (.*)$/s.exec(bytes.toString()) ?? []
  const source = sourceOfMark.get(mark)
  const at = Date.parse(time)
  return source === undefined || Number.isNaN(at) ? null : { index, at, source, text }
}
