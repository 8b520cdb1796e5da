import type { IgnoreSettings } from '../../../shared/model/ignore.ts'
import { sortGently } from '../async/sort-gently.ts'
import type { FileStamp } from './file-stamp.ts'
import { lookSideBySide } from './look-at-files.ts'
import type { LookAtFiles } from './look-at-files.ts'
import { readIgnoreRules } from './read-ignore-rules.ts'
import { walkEntries } from './walk-entries.ts'
import type { CodeEntry } from './walk-entries.ts'

export interface CodeTree {
  readonly root: string
  /** Sorted by the bytes of their paths, so that a folder comes before what is in it. */
  readonly entries: readonly CodeEntry[]
  /** Of the files, by path. */
  readonly stamps: ReadonlyMap<string, FileStamp>
  /** Files and links. */
  readonly fileCount: number
  readonly sizeBytes: number
  readonly ignoredCount: number
  readonly ignoredBytes: number
}

export interface WalkOptions {
  readonly root: string
  readonly ignore: IgnoreSettings
  /** Sockets, pipes and devices cannot be packed: `refuse` fails on them, `skip` leaves them out. */
  readonly specialFiles: 'refuse' | 'skip'
  /** How files are asked about; side by side unless it is told. */
  readonly look?: LookAtFiles
  readonly signal: AbortSignal
}

/** Looks through a code folder for all that a pack sends. Rejects with `read-failed`, `invalid-field` for a bad rule. */
export async function walkCodeFolder({
  root,
  ignore,
  specialFiles,
  look = lookSideBySide,
  signal,
}: WalkOptions): Promise<CodeTree> {
  const rules = await readIgnoreRules(root, ignore)
  const entries: CodeEntry[] = []
  const stamps = new Map<string, FileStamp>()
  const counts = { fileCount: 0, sizeBytes: 0, ignoredCount: 0, ignoredBytes: 0 }
  await walkEntries({
    root,
    rules,
    look,
    signal,
    visitor: {
      onEntry: (entry, stamp) => {
        entries.push(entry)
        if (stamp !== null) stamps.set(entry.path, stamp)
        if (entry.type !== 'folder') counts.fileCount += 1
        if (entry.type === 'file') counts.sizeBytes += entry.sizeBytes
      },
      onIgnored: ({ kind, sizeBytes }) => {
        if (kind !== 'folder') counts.ignoredCount += 1
        counts.ignoredBytes += sizeBytes
      },
      onProblem: ({ code, error }) => {
        if (code !== 'special-file' || specialFiles === 'refuse') throw error
      },
    },
  })
  return { root, entries: await sortByBytes(entries), stamps, ...counts }
}

/** Code units sort as the bytes of UTF-8 do, unless surrogates are among them. */
async function sortByBytes(entries: CodeEntry[]): Promise<CodeEntry[]> {
  if (!entries.some(({ path }) => /[\ud800-\udfff]/.test(path))) {
    return sortGently(entries, (one, other) => (one.path < other.path ? -1 : 1))
  }
  const keyed = entries.map((entry) => ({ key: Buffer.from(entry.path), entry }))
  const sorted = await sortGently(keyed, (one, other) => Buffer.compare(one.key, other.key))
  return sorted.map(({ entry }) => entry)
}
