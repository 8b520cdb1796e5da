import { createReadStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { JobId } from '../../../shared/model/ids.ts'

/** The logs that go with the records of packs. */
export interface RecordLogs {
  has(id: JobId): boolean
  /** The log as it is, in pieces of whole lines; without a half one at its end. */
  read(id: JobId): AsyncGenerator<string, void>
  keep(id: JobId, text: string): Promise<void>
}

/** `jobsFolder` is where jobs write their logs. */
export function createRecordLogs(jobsFolder: string): RecordLogs {
  const pathOf = (id: JobId): string => join(jobsFolder, `${id}.log`)
  return {
    has: (id) => existsSync(pathOf(id)),
    read: async function* (id) {
      if (!existsSync(pathOf(id))) return
      let rest = ''
      for await (const piece of createReadStream(pathOf(id), 'utf8') as AsyncIterable<string>) {
        const text = rest + piece
        const end = text.lastIndexOf('\n') + 1
        rest = text.slice(end)
        if (end > 0) yield text.slice(0, end)
      }
    },
    keep: async (id, text) => {
      const path = pathOf(id)
      // Begins as no job's file does: what a crash leaves of it is cleared away as nobody's.
      const temporaryPath = join(jobsFolder, `.${id}.log.tmp`)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      try {
        await writeFile(temporaryPath, text, { mode: 0o600, flush: true })
        await rename(temporaryPath, path)
      } catch (error) {
        await rm(temporaryPath, { force: true })
        throw error
      }
    },
  }
}
