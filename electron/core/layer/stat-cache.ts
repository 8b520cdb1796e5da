import { readFile } from 'node:fs/promises'
import { isSameStamp, isSettledStamp } from '../context/file-stamp.ts'
import type { FileStamp } from '../context/file-stamp.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import type { CodeTree } from '../context/walk.ts'
import { replaceCacheFile } from './cache-file.ts'

/** What is known of a code folder from the last time it was packed. */
export interface KnownFolder {
  /** The code that was packed then; null when none was. */
  readonly codeDigest: string | null
  /**
   * The files to be read before it is certain that the folder's code is that of `codeDigest`, with the digests that they
   * have then; null when it certainly is not.
   */
  toCompare(tree: CodeTree): ReadonlyMap<string, string> | null
  /** In hex; null when the file has to be read. */
  digestOf(path: string, stamp: FileStamp): string | null
}

type FileRow = readonly [
  path: string,
  sizeBytes: number,
  mode: number,
  modifiedMs: number,
  changedMs: number,
  inode: number,
  sha256: string,
]

const currentFormat = 2

/** Entries in the order in which they were walked. */
interface Content {
  readonly format: number
  readonly root: string
  readonly codeDigest: string
  readonly files: readonly FileRow[]
  readonly folders: readonly (readonly [path: string, mode: number])[]
  readonly links: readonly (readonly [path: string, target: string])[]
}

/** In the row of a file whose stamp says nothing, since no file has it. */
const unsettled = -1

/** Whatever is wrong with what was kept, the folder is then unknown. */
export async function readKnownFolder(path: string, root: string): Promise<KnownFolder> {
  const content = await readContent(path)
  if (content?.root !== root) return { codeDigest: null, toCompare: () => null, digestOf: () => null }
  let rows: ReadonlyMap<string, FileRow> | undefined
  return {
    codeDigest: content.codeDigest,
    toCompare: (tree) => toCompare(content, tree),
    digestOf: (file, stamp) => {
      rows ??= new Map(content.files.map((row) => [row[0], row]))
      const row = rows.get(file)
      return row !== undefined && isSameStamp(stampOf(row), stamp) ? row[6] : null
    },
  }
}

export async function keepKnownFolder(
  path: string,
  folder: {
    readonly codeDigest: string
    readonly tree: CodeTree
    readonly digests: ReadonlyMap<string, string>
    /** Files that were settled when they were read, though not yet when the folder was walked. */
    readonly settled: ReadonlySet<string>
    /** When the folder was walked, or before. */
    readonly lookedAtMs: number
  },
): Promise<void> {
  const { codeDigest, tree, digests, settled, lookedAtMs } = folder
  const files: FileRow[] = []
  for (const { type, path: file } of tree.entries) {
    const [sha256, stamp] = [digests.get(file), tree.stamps.get(file)]
    if (type !== 'file' || sha256 === undefined || stamp === undefined) continue
    const { sizeBytes, mode, modifiedMs, changedMs, inode } = stamp
    const isSettled = settled.has(file) || isSettledStamp(stamp, lookedAtMs)
    files.push([file, sizeBytes, mode, modifiedMs, isSettled ? changedMs : unsettled, inode, sha256])
  }
  const folders = tree.entries.flatMap((entry) => (entry.type === 'folder' ? [[entry.path, entry.mode] as const] : []))
  const links = tree.entries.flatMap((entry) => (entry.type === 'link' ? [[entry.path, entry.target] as const] : []))
  const content: Content = { format: currentFormat, root: tree.root, codeDigest, files, folders, links }
  await replaceCacheFile(path, JSON.stringify(content))
}

/** Compares row by row: looking each up in a map would take several times as long. */
function toCompare({ files, folders, links }: Content, tree: CodeTree): Map<string, string> | null {
  if (files.length + folders.length + links.length !== tree.entries.length) return null
  const next = { file: 0, folder: 0, link: 0 }
  const unsure = new Map<string, string>()
  const mayBeSame = (entry: CodeEntry): boolean => {
    const at = next[entry.type]
    next[entry.type] += 1
    switch (entry.type) {
      case 'file': {
        const [row, stamp] = [files[at], tree.stamps.get(entry.path)]
        if (row?.[0] !== entry.path || stamp === undefined) return false
        const known = stampOf(row)
        if (!isSameStamp(known, stamp)) unsure.set(entry.path, row[6])
        return known.sizeBytes === stamp.sizeBytes && known.mode === stamp.mode
      }
      case 'folder':
        return folders[at]?.[0] === entry.path && folders[at][1] === entry.mode
      case 'link':
        return links[at]?.[0] === entry.path && links[at][1] === entry.target
    }
  }
  return tree.entries.every(mayBeSame) ? unsure : null
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

function stampOf([, sizeBytes, mode, modifiedMs, changedMs, inode]: FileRow): FileStamp {
  return { sizeBytes, mode, modifiedMs, changedMs, inode }
}
