import { readFile } from 'node:fs/promises'
import { isSameStamp } from '../context/file-stamp.ts'
import type { FileStamp } from '../context/file-stamp.ts'
import { replaceCacheFile } from './cache-file.ts'

/** What is known of a code folder from the last time it was packed. */
export interface KnownFolder {
  /** The code that was packed then; null when none was. */
  readonly codeDigest: string | null
  /** In hex; null when the file has to be read. */
  digestOf(path: string, stamp: FileStamp): string | null
}

type Row = readonly [
  path: string,
  sizeBytes: number,
  mode: number,
  modifiedMs: number,
  changedMs: number,
  inode: number,
  sha256: string,
]

const currentFormat = 1

interface Content {
  readonly format: number
  readonly root: string
  readonly codeDigest: string
  readonly files: readonly Row[]
}

/**
 * A file written again within the same tick of the file system's clock keeps its stamp, so a file is known only if it
 * was some time old when it was looked at (git calls the others racily clean). The time is far above any clock's
 * tick, for clocks of servers that go a little wrong.
 */
const settledMs = 2000

/** Whatever is wrong with what was kept, the folder is then unknown. */
export async function readKnownFolder(path: string, root: string): Promise<KnownFolder> {
  const content = await readContent(path)
  if (content?.root !== root) return { codeDigest: null, digestOf: () => null }
  const rows = new Map(content.files.map((row) => [row[0], row]))
  return {
    codeDigest: content.codeDigest,
    digestOf: (file, stamp) => {
      const row = rows.get(file)
      return row !== undefined && isSameStamp(stampOf(row), stamp) ? row[6] : null
    },
  }
}

export async function keepKnownFolder(
  path: string,
  folder: {
    readonly root: string
    readonly codeDigest: string
    readonly stamps: ReadonlyMap<string, FileStamp>
    readonly digests: ReadonlyMap<string, string | null>
    /** When the stamps were taken, or before. */
    readonly lookedAtMs: number
  },
): Promise<void> {
  const files: Row[] = []
  for (const [file, stamp] of folder.stamps) {
    const sha256 = folder.digests.get(file) ?? null
    const { sizeBytes, mode, modifiedMs, changedMs, inode } = stamp
    if (sha256 === null || Math.max(modifiedMs, changedMs) > folder.lookedAtMs - settledMs) continue
    files.push([file, sizeBytes, mode, modifiedMs, changedMs, inode, sha256])
  }
  const content: Content = { format: currentFormat, root: folder.root, codeDigest: folder.codeDigest, files }
  await replaceCacheFile(path, JSON.stringify(content))
}

async function readContent(path: string): Promise<Content | null> {
  try {
    const content = JSON.parse((await readFile(path)).toString()) as Content
    return content.format === currentFormat ? content : null
  } catch {
    // Not kept yet, or cut off by a crash.
    return null
  }
}

function stampOf([, sizeBytes, mode, modifiedMs, changedMs, inode]: Row): FileStamp {
  return { sizeBytes, mode, modifiedMs, changedMs, inode }
}
