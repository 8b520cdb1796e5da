import type { FileHandle } from 'node:fs/promises'
import { cancelled } from '../../../shared/errors.ts'
import type { LogLine } from '../../../shared/model/job.ts'
import { openIfThere } from '../logs/index-file.ts'
import { lineFeed, parseLine } from '../logs/line-format.ts'
import type { JobLog } from './job-log.ts'

const batchLines = 200
const readBytes = 256 * 1024

export interface ReadJobLogOptions {
  readonly path: string
  readonly fromIndex: number
  /** The log that is still being written; null to read what there is. */
  readonly live: Pick<JobLog, 'changes' | 'closed'> | null
  readonly signal: AbortSignal
}

/**
 * The lines of a job's log in batches, and, while it is still written, those that come. Holds one piece of the
 * file in memory, whatever its size. A file that isn't there is an empty log; a half line at its end is none.
 */
export async function* readJobLog(options: ReadJobLogOptions): AsyncGenerator<LogLine[], void> {
  const { live, signal } = options
  const buffer = Buffer.allocUnsafe(readBytes)
  let file: FileHandle | null = null
  let position = 0
  let index = 0
  let rest: Buffer = Buffer.alloc(0)
  let lastAt = 0
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
        const line = parseLine(bytes.subarray(start, end), index++, lastAt)
        lastAt = line.at
        start = end + 1
        if (line.index >= options.fromIndex) batch.push(line)
        if (batch.length < batchLines) continue
        yield batch
        stopIfAborted(signal)
        batch = []
      }
      rest = bytes.subarray(start)
      if (batch.length > 0) yield batch
    }
  } finally {
    await file?.close()
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}
