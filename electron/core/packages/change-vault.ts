import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip, constants } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'

/** What a kept change is made of beside its files. */
export const ChangeList = z.object({
  /** Paths that are gone, with all that was in them. */
  deleted: z.array(z.string()),
  /** Paths that were there before and that the change builds upon. */
  expected: z.array(z.string()),
})
export type ChangeList = z.infer<typeof ChangeList>

export interface VaultChange extends ChangeList {
  /** A compressed tar of the root file system's part. */
  readonly archive: () => AsyncIterable<Uint8Array>
}

/** Keeps what was changed in terminals as files, by its content. */
export interface ChangeVault {
  /** The digest of what is kept now. Nothing is left of what could not be read to its end. */
  keep(list: ChangeList, archive: AsyncIterable<Uint8Array>): Promise<string>
  /** Rejects with `kept-change-missing`. */
  open(digest: string): Promise<VaultChange>
  /** Forgets all but these. */
  keepOnly(digests: readonly string[]): Promise<void>
}

export function createChangeVault(folder: string): ChangeVault {
  const archiveOf = (digest: string): string => join(folder, `${digest}.tar.gz`)
  const listOf = (digest: string): string => join(folder, `${digest}.json`)

  return {
    async keep(list, archive) {
      await mkdir(folder, { recursive: true })
      const text = JSON.stringify(list)
      const hash = createHash('sha256').update(text)
      const half = join(folder, `${randomUUID()}.part`)
      try {
        const hashed = async function* (): AsyncGenerator<Uint8Array, void> {
          for await (const bytes of archive) {
            hash.update(bytes)
            yield bytes
          }
        }
        // The quickest: it is read a few times at most, and on this machine.
        const gzip = createGzip({ level: constants.Z_BEST_SPEED })
        await pipeline(hashed, gzip, createWriteStream(half, { flags: 'wx', mode: 0o600, flush: true }))
        const digest = hash.digest('hex')
        await writeWhole(listOf(digest), text)
        await rename(half, archiveOf(digest))
        return digest
      } finally {
        await rm(half, { force: true })
      }
    },
    async open(digest) {
      try {
        const list = ChangeList.parse(JSON.parse(await readFile(listOf(digest), 'utf8')))
        await access(archiveOf(digest))
        return { ...list, archive: () => createReadStream(archiveOf(digest)) }
      } catch {
        throw new AppError('kept-change-missing', { digest })
      }
    },
    async keepOnly(digests) {
      const names = await readdir(folder).catch(() => [])
      for (const name of names) {
        if (!digests.includes(name.slice(0, name.indexOf('.')))) await rm(join(folder, name), { force: true })
      }
    },
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const half = `${path}.part`
  await writeFile(half, text, { mode: 0o600, flush: true })
  await rename(half, path)
}
