import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Files } from '../ports/files.ts'

/** A folder that is taken away when it is still there, or a file that is replaced. */
const UnfinishedWrite = z.object({ kind: z.enum(['folder', 'file']), path: z.string() })
type UnfinishedWrite = z.infer<typeof UnfinishedWrite>

/** Notes down what is being written where the user wants it, so that the next start finds what a crash has left there. */
export interface UnfinishedWrites {
  /** To be called before anything is written, and what it gives, when all is done or cleared away. */
  begin(write: UnfinishedWrite): Promise<() => Promise<void>>
  /** Removes what an earlier run of the app has left half-written. */
  clearUp(): Promise<void>
}

export function createUnfinishedWrites(folder: string, files: Pick<Files, 'removeHalfWritten'>): UnfinishedWrites {
  const own = new Set<string>()

  const read = async (name: string): Promise<UnfinishedWrite | null> => {
    try {
      return UnfinishedWrite.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
    } catch {
      // The app was ended while it wrote this: nothing had been begun then.
      return null
    }
  }

  return {
    begin: async (write) => {
      const name = randomUUID()
      own.add(name)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(join(folder, name), JSON.stringify(write), { mode: 0o600, flush: true })
      return async () => {
        await rm(join(folder, name), { force: true })
        own.delete(name)
      }
    },
    clearUp: async () => {
      const names = await readdir(folder).catch(() => [])
      for (const name of names) {
        if (own.has(name)) continue
        const write = await read(name)
        if (write?.kind === 'folder') await rm(write.path, { recursive: true, force: true })
        if (write?.kind === 'file') await files.removeHalfWritten(write.path)
        await rm(join(folder, name), { force: true })
      }
    },
  }
}
