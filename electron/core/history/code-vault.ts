import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createDeflate, createInflate } from 'node:zlib'
import { AppError, cancelled } from '../../../shared/errors.ts'
import { readFailed } from '../context/read-failed.ts'
import { isOtherProcess } from '../other-process.ts'
import type { BlobIndex } from './blob-index.ts'

/** Content under its own SHA-256, each once, compressed, in a file of its own. */
export interface CodeVault {
  has(sha256: string): boolean
  /** Rejects with `code-changed` when the content is not what its digest says; nothing of it is kept then. */
  keep(sha256: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, signal: AbortSignal): Promise<void>
  /** Rejects with `not-found`, or with `read-failed` when the content is no longer what it was. */
  read(sha256: string): AsyncGenerator<Uint8Array, void>
  /** Lists what is there, where the list itself was lost; what is wrong in it comes out when it is read. */
  listAnew(): Promise<void>
  /** Removes what a crash has left half-written. Not to be called while something is kept. */
  removeHalfWritten(): Promise<void>
  /** Gives up all but these, and what a crash has left half-written. Not to be called while something is kept. */
  retain(sha256s: ReadonlySet<string>): Promise<void>
}

const temporarySuffix = '.tmp'
const newMs = 60_000

export function createCodeVault({ folder, index }: { folder: string; index: BlobIndex }): CodeVault {
  const folderOf = (sha256: string): string => join(folder, sha256.slice(0, 2))
  const pathOf = (sha256: string): string => join(folderOf(sha256), sha256)

  /** All files there are, half-written ones too. */
  const kept = async (): Promise<string[]> => {
    const parts = await readdir(folder).catch(() => [])
    const names = await Promise.all(parts.map((part) => readdir(join(folder, part))))
    return parts.flatMap((part, index) => (names[index] ?? []).map((name) => join(folder, part, name)))
  }

  return {
    has: (sha256) => index.has(sha256),

    keep: async (sha256, content, signal) => {
      if (index.has(sha256)) return
      const path = pathOf(sha256)
      await mkdir(folderOf(sha256), { recursive: true, mode: 0o700 })
      const temporaryPath = `${path}.${process.pid}.${randomUUID()}${temporarySuffix}`
      try {
        const storedBytes = await writeCompressed(temporaryPath, checked(content, { sha256, path }), signal)
        await rename(temporaryPath, path)
        index.add(sha256, storedBytes)
      } catch (error) {
        await rm(temporaryPath, { force: true })
        throw signal.aborted ? cancelled() : error
      }
    },

    read: async function* (sha256) {
      const path = pathOf(sha256)
      if (!index.has(sha256)) throw new AppError('not-found', { what: 'file', id: sha256 })
      const source = createReadStream(path)
      const inflate = createInflate()
      const piping = pipeline(source, inflate).catch((error: unknown) => {
        inflate.destroy(error instanceof Error ? error : new Error(String(error)))
      })
      try {
        yield* checked(inflate as AsyncIterable<Uint8Array>, { sha256, path })
      } catch (error) {
        throw readFailed(path, error)
      } finally {
        source.destroy()
        await piping
      }
    },

    listAnew: async () => {
      for (const path of await kept()) {
        const name = basename(path)
        if (/^[0-9a-f]{64}$/.test(name)) index.add(name, (await stat(path)).size)
      }
    },

    removeHalfWritten: async () => {
      const halves = (await kept()).filter((path) => path.endsWith(temporarySuffix) && !isBeingWritten(path))
      for (const path of halves) await rm(path, { force: true })
    },

    retain: async (sha256s) => {
      const known = [...index.sizes().keys()]
      const removed = new Set(known.filter((sha256) => !sha256s.has(sha256)))
      // The list first: a file without an entry is found here at the next time, an entry without a file would be a lie.
      index.remove([...removed])
      for (const path of await kept()) {
        const name = basename(path)
        const isKept = !removed.has(name) && (index.has(name) || isBeingWritten(path) || (await isNew(path)))
        if (!isKept) await rm(path, { force: true })
      }
    },
  }
}

/** Another process of ours keeps code in the same folder, and is at it. */
function isBeingWritten(path: string): boolean {
  const processId = /\.(\d+)\.[0-9a-f-]+\.tmp$/.exec(path)?.[1]
  return processId !== undefined && isOtherProcess(Number(processId))
}

/** A file that another process has just put there is listed by it in a moment. */
async function isNew(path: string): Promise<boolean> {
  if (path.endsWith(temporarySuffix)) return false
  const written = await stat(path).catch(() => null)
  return written !== null && Date.now() - written.mtimeMs < newMs
}

async function writeCompressed(path: string, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    let storedBytes = 0
    await pipeline(
      content,
      createDeflate(),
      async (compressed: AsyncIterable<Uint8Array>) => {
        for await (const bytes of compressed) {
          await file.writeFile(bytes)
          storedBytes += bytes.length
        }
      },
      { signal },
    )
    await file.sync()
    return storedBytes
  } finally {
    await file.close()
  }
}

async function* checked(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { sha256, path }: { sha256: string; path: string },
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256')
  for await (const bytes of content) {
    hash.update(bytes)
    yield bytes
  }
  if (hash.digest('hex') !== sha256) throw new AppError('code-changed', { path })
}
