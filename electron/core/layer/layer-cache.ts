import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceCacheFile } from './cache-file.ts'

/** Counts up with every change of what the same code is packed into. */
export const layerFormat = 2

/** A layer on the disk. */
export interface LayerRecord {
  readonly format: number
  readonly codeDigest: string
  readonly diffId: string
  readonly digest: string
  readonly sizeBytes: number
  readonly uncompressedBytes: number
  /** Key and compressed length of each block, in their order after the gzip header. */
  readonly blocks: readonly (readonly [key: string, sizeBytes: number])[]
}

/** Layers by the code in them, below one folder that several processes may share. */
export interface LayerCache {
  /** Null when the layer is not there, or not whole. Counts as a use. */
  find(codeDigest: string): Promise<LayerRecord | null>
  blobPath(record: LayerRecord): string
  /** Where a new layer is to be written. */
  newBlobPath(): Promise<string>
  /** Takes over what was written. It can be read at once, and is found again once `settle` has ended. */
  adopt(temporaryPath: string, record: LayerRecord): Promise<void>
  /** Has the disk take it in, then removes what was not used for longest until the rest fits, the newest excepted. */
  settle(record: LayerRecord): Promise<void>
  knownFolderPath(root: string): string
}

export interface LayerCacheOptions {
  readonly folder: string
  readonly budgetBytes?: number
}

const defaultBudgetBytes = 8 * 1024 ** 3
/** What was written by a process that has crashed; a slow one may take hours. */
const abandonedMs = 24 * 60 * 60 * 1000

export function createLayerCache({ folder, budgetBytes = defaultBudgetBytes }: LayerCacheOptions): LayerCache {
  const recordPath = (codeDigest: string): string => join(folder, 'records', `${hexOf(codeDigest)}.json`)
  const blobPath = ({ codeDigest }: Pick<LayerRecord, 'codeDigest'>): string =>
    join(folder, 'blobs', `${hexOf(codeDigest)}.tar.gz`)
  return {
    find: async (codeDigest) => {
      const path = recordPath(codeDigest)
      try {
        const record = JSON.parse(await readFile(path, 'utf8')) as LayerRecord
        const isWhole = record.format === layerFormat && (await stat(blobPath(record))).size === record.sizeBytes
        if (!isWhole) return null
        await utimes(path, new Date(), new Date())
        return record
      } catch {
        return null
      }
    },
    blobPath,
    newBlobPath: async () => {
      for (const name of ['blobs', 'records', 'folders']) {
        await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
      }
      return join(folder, 'blobs', `${randomUUID()}.tmp`)
    },
    adopt: (temporaryPath, record) => rename(temporaryPath, blobPath(record)),
    settle: async (record) => {
      const file = await open(blobPath(record), 'r')
      try {
        await file.datasync()
      } finally {
        await file.close()
      }
      await replaceCacheFile(recordPath(record.codeDigest), JSON.stringify(record))
      await trim(folder, { budgetBytes, newest: hexOf(record.codeDigest) })
    },
    knownFolderPath: (root) => join(folder, 'folders', `${createHash('sha256').update(root).digest('hex')}.json`),
  }
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1)
}

interface KeptBlob {
  readonly path: string
  readonly recordPath: string
  readonly sizeBytes: number
  readonly usedMs: number
}

async function trim(folder: string, { budgetBytes, newest }: { budgetBytes: number; newest: string }): Promise<void> {
  const kept: KeptBlob[] = []
  for (const name of await readdir(join(folder, 'blobs'))) {
    const path = join(folder, 'blobs', name)
    const recordPath = join(folder, 'records', name.replace(/\.tar\.gz$/, '.json'))
    const [blob, record] = await Promise.all([statOf(path), statOf(recordPath)])
    if (blob === null) continue
    const isAbandoned = (record === null || name.endsWith('.tmp')) && blob.mtimeMs < Date.now() - abandonedMs
    if (isAbandoned) await rm(path, { force: true })
    else if (record !== null) kept.push({ path, recordPath, sizeBytes: blob.size, usedMs: record.mtimeMs })
  }
  kept.sort((one, other) => other.usedMs - one.usedMs)
  let totalBytes = 0
  for (const { path, recordPath, sizeBytes } of kept) {
    totalBytes += sizeBytes
    if (totalBytes <= budgetBytes || path.includes(newest)) continue
    await rm(recordPath, { force: true })
    await rm(path, { force: true })
  }
}

async function statOf(path: string): Promise<{ size: number; mtimeMs: number } | null> {
  try {
    return await stat(path)
  } catch {
    return null
  }
}
