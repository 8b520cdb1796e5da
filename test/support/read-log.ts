import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface LogRecord {
  readonly event: string
  readonly [field: string]: unknown
}

/** What a running app has logged of one kind so far. */
export async function readLog({ dataFolder }: { dataFolder: string }, event: string): Promise<LogRecord[]> {
  const log = await readFile(join(dataFolder, 'logs', 'app.log'), 'utf8').catch(() => '')
  const lines = log.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as LogRecord).filter((record) => record.event === event)
}
