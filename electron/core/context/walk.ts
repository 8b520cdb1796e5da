import { lstat, readdir, readlink } from 'node:fs/promises'
import type { Dirent, Stats } from 'node:fs'
import { join } from 'node:path'
import { AppError, cancelled } from '../../../shared/errors.ts'
import type { IgnoreDecision, IgnoreRules } from './dockerignore.ts'
import { readFailed } from './read-failed.ts'
import { readIgnoreRules } from './read-ignore-rules.ts'

/** What will be in the image. Paths are relative to the code folder, with `/` between folders. */
export type CodeEntry =
  | { readonly type: 'file'; readonly path: string; readonly mode: number; readonly sizeBytes: number }
  | { readonly type: 'folder'; readonly path: string; readonly mode: number }
  | { readonly type: 'link'; readonly path: string; readonly target: string }

export interface CodeTree {
  readonly root: string
  /** Sorted by the bytes of their paths, so that a folder comes before what is in it. */
  readonly entries: readonly CodeEntry[]
  /** Files and links. */
  readonly fileCount: number
  readonly sizeBytes: number
  readonly ignoredCount: number
  readonly ignoredBytes: number
}

export interface WalkOptions {
  readonly root: string
  /** Sockets, pipes and devices cannot be packed: `refuse` fails on them, `skip` leaves them out. */
  readonly specialFiles: 'refuse' | 'skip'
  readonly signal: AbortSignal
}

const filesAtOnce = 64
/** Ignored folders are looked into for their counts only so far: a data set that is kept out must not slow every pack. */
const maxIgnoredCounted = 50_000

interface Walk extends WalkOptions {
  readonly rules: IgnoreRules
  readonly entries: CodeEntry[]
  fileCount: number
  sizeBytes: number
  ignoredCount: number
  ignoredBytes: number
}

/** Looks through a code folder, honouring its `.dockerignore`. Rejects with `read-failed`, `special-file` or `name-not-utf8`. */
export async function walkCodeFolder(options: WalkOptions): Promise<CodeTree> {
  const rules = await readIgnoreRules(options.root)
  const walk: Walk = { ...options, rules, entries: [], fileCount: 0, sizeBytes: 0, ignoredCount: 0, ignoredBytes: 0 }
  await walkFolder(walk, '', null)
  const { fileCount, sizeBytes, ignoredCount, ignoredBytes } = walk
  return { root: options.root, entries: sortByBytes(walk.entries), fileCount, sizeBytes, ignoredCount, ignoredBytes }
}

/** Tells whether anything in the folder goes into the image. */
async function walkFolder(walk: Walk, folder: string, decision: IgnoreDecision | null): Promise<boolean> {
  const children = await listFolder(walk, folder, decision?.isIgnored === true)
  const before = walk.entries.length
  const folders: string[] = []
  for (let start = 0; start < children.length; start += filesAtOnce) {
    if (walk.signal.aborted) throw cancelled()
    const group = children.slice(start, start + filesAtOnce)
    const found = await Promise.all(group.map((child) => lookAt(walk, child, { folder, decision })))
    folders.push(...found.filter((path) => path !== null))
  }
  for (const path of folders) await enterFolder(walk, path, decision)
  return walk.entries.length > before
}

async function listFolder(walk: Walk, folder: string, folderIgnored: boolean): Promise<Dirent[]> {
  const path = join(walk.root, folder)
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (folderIgnored) return []
    throw readFailed(path, error)
  }
}

/** Takes a file or link in; the path of a folder is returned for later. */
async function lookAt(
  walk: Walk,
  child: Dirent,
  { folder, decision }: { folder: string; decision: IgnoreDecision | null },
): Promise<string | null> {
  const path = folder === '' ? child.name : `${folder}/${child.name}`
  if (child.isDirectory()) return path
  const fullPath = join(walk.root, path)
  const { isIgnored } = walk.rules.decide(path, decision)
  const stats = await readStats(fullPath, isIgnored)
  if (isIgnored) {
    walk.ignoredCount += 1
    walk.ignoredBytes += stats?.size ?? 0
  } else if (stats?.isSymbolicLink() === true) {
    walk.entries.push({ type: 'link', path, target: await readTarget(fullPath) })
    walk.fileCount += 1
  } else if (stats?.isFile() === true) {
    walk.entries.push({ type: 'file', path, mode: stats.mode & 0o7777, sizeBytes: stats.size })
    walk.fileCount += 1
    walk.sizeBytes += stats.size
  } else if (walk.specialFiles === 'refuse') {
    throw new AppError('special-file', { path: fullPath })
  }
  return null
}

async function enterFolder(walk: Walk, path: string, parent: IgnoreDecision | null): Promise<void> {
  const decision = walk.rules.decide(path, parent)
  const { isIgnored } = decision
  if (isIgnored && !walk.rules.hasExceptions && walk.ignoredCount >= maxIgnoredCounted) {
    walk.ignoredCount += 1
    return
  }
  const holdsCode = await walkFolder(walk, path, decision)
  if (isIgnored && !holdsCode) return
  const stats = await readStats(join(walk.root, path), false)
  if (stats !== null) walk.entries.push({ type: 'folder', path, mode: stats.mode & 0o7777 })
}

async function readStats(path: string, isIgnored: boolean): Promise<Stats | null> {
  try {
    return await lstat(path)
  } catch (error) {
    if (isIgnored) return null
    // A name that is no UTF-8 has lost its bytes by now, so it cannot be found again.
    if (path.includes('\uFFFD')) throw new AppError('name-not-utf8', { path })
    throw readFailed(path, error)
  }
}

async function readTarget(path: string): Promise<string> {
  try {
    return await readlink(path)
  } catch (error) {
    throw readFailed(path, error)
  }
}

function sortByBytes(entries: readonly CodeEntry[]): CodeEntry[] {
  const keyed = entries.map((entry) => ({ key: Buffer.from(entry.path), entry }))
  keyed.sort((one, other) => Buffer.compare(one.key, other.key))
  return keyed.map(({ entry }) => entry)
}
