import { lstat, readdir, readlink } from 'node:fs'
import type { Dirent, Stats } from 'node:fs'
import { AppError, cancelled } from '../../../shared/errors.ts'
import type { IgnoreRule } from '../../../shared/model/ignore.ts'
import type { ScanEntryKind } from '../../../shared/model/scan.ts'
import { Slots } from '../async/slots.ts'
import type { IgnoreDecision, IgnoreRules } from './dockerignore.ts'
import { fileStampOf } from './file-stamp.ts'
import type { FileStamp } from './file-stamp.ts'
import type { LookAtFiles } from './look-at-files.ts'
import { readFailed } from './read-failed.ts'

/** What will be in the image. Paths are relative to the code folder, with `/` between folders. */
export type CodeEntry =
  | { readonly type: 'file'; readonly path: string; readonly mode: number; readonly sizeBytes: number }
  | { readonly type: 'folder'; readonly path: string; readonly mode: number }
  | { readonly type: 'link'; readonly path: string; readonly target: string }

/** What will not be in the image, and why. */
export interface IgnoredEntry {
  readonly path: string
  readonly kind: ScanEntryKind
  readonly sizeBytes: number
  readonly rule: IgnoreRule
}

/** What cannot be packed. `gone`: it was there a moment ago. */
export interface WalkProblem {
  readonly code: 'unreadable' | 'gone' | 'special-file' | 'name-not-utf8'
  readonly path: string
  readonly error: AppError
}

/** Told of everything in a folder, in no certain order. */
export interface WalkVisitor {
  /** The stamp is a file's; null for folders and links. */
  readonly onEntry: (entry: CodeEntry, stamp: FileStamp | null) => void
  /** Of a folder only once all in it turned out to be left out. */
  readonly onIgnored: (ignored: IgnoredEntry) => void
  /** The walk goes on unless this throws. */
  readonly onProblem: (problem: WalkProblem) => void
}

export interface WalkEntriesOptions {
  readonly root: string
  readonly rules: IgnoreRules
  readonly visitor: WalkVisitor
  readonly look: LookAtFiles
  readonly signal: AbortSignal
}

const foldersAtOnce = 8
/** Ignored folders are looked into for their counts only so far: a data set that is kept out must not slow every pack. */
const maxIgnoredCounted = 50_000

interface Walk extends WalkEntriesOptions {
  readonly slots: Slots
  /** Read when all else has been looked at. */
  readonly links: string[]
  ignoredCount: number
  ignoredIsPartial: boolean
  /** The first one: with it the folders still under way end soon, each with a failure that says nothing. */
  failure: { readonly error: unknown } | null
}

/**
 * Looks at everything in a folder. Its promises rest on callbacks rather than `fs/promises`, which takes three times as
 * long. `ignoredIsPartial` tells that ignored folders hold more than was counted.
 */
export async function walkEntries(options: WalkEntriesOptions): Promise<{ ignoredIsPartial: boolean }> {
  const slots = new Slots(foldersAtOnce)
  const walk: Walk = { ...options, slots, links: [], ignoredCount: 0, ignoredIsPartial: false, failure: null }
  const children = await slots.run(() => listFolder(walk, ''))
  if (children instanceof AppError) throw children
  try {
    await walkFolder(walk, '', { children, decision: null })
  } catch (error) {
    throw walk.failure === null ? error : walk.failure.error
  }
  await Promise.all(walk.links.map((path) => slots.run(() => lookAtLink(walk, path))))
  return { ignoredIsPartial: walk.ignoredIsPartial }
}

/** Tells whether anything in the folder goes into the image. */
async function walkFolder(
  walk: Walk,
  folder: string,
  { children, decision }: { children: readonly Dirent[]; decision: IgnoreDecision | null },
): Promise<boolean> {
  const prefix = folder === '' ? '' : `${folder}/`
  const files = children.filter((child) => !child.isDirectory()).map(({ name }) => prefix + name)
  const folders = children.filter((child) => child.isDirectory()).map(({ name }) => prefix + name)
  try {
    const holdsFiles = await walk.slots.run(() => lookAtFiles(walk, files, decision))
    const holdsCode = await Promise.all(folders.map((path) => enterFolder(walk, path, decision)))
    return holdsFiles || holdsCode.includes(true)
  } catch (error) {
    walk.failure ??= { error }
    throw error
  }
}

/** Tells whether any of a folder's files goes into the image. */
async function lookAtFiles(walk: Walk, paths: readonly string[], decision: IgnoreDecision | null): Promise<boolean> {
  let holdsCode = false
  await walk.look(
    paths.map((path) => `${walk.root}/${path}`),
    (index, stats) => {
      checkGoesOn(walk)
      const path = paths[index] ?? ''
      const found = stats instanceof Error ? failure(`${walk.root}/${path}`, stats) : stats
      if (lookAtFile(walk, path, { rule: walk.rules.ruleOfFile(path, decision), found })) holdsCode = true
    },
  )
  return holdsCode
}

/** Tells whether it goes into the image. */
function lookAtFile(
  walk: Walk,
  path: string,
  { rule, found }: { rule: IgnoreRule | null; found: Stats | AppError },
): boolean {
  if (rule !== null) {
    walk.ignoredCount += 1
    const [kind, sizeBytes] = found instanceof AppError ? (['special', 0] as const) : [kindOf(found), found.size]
    walk.visitor.onIgnored({ path, kind, sizeBytes, rule })
    return false
  }
  if (found instanceof AppError) return tell(walk, path, found)
  if (found.isFile()) {
    const entry: CodeEntry = { type: 'file', path, mode: found.mode & 0o7777, sizeBytes: found.size }
    walk.visitor.onEntry(entry, fileStampOf(found))
    return true
  }
  if (found.isSymbolicLink()) {
    walk.links.push(path)
    return true
  }
  const error = new AppError('special-file', { path: `${walk.root}/${path}` })
  walk.visitor.onProblem({ code: 'special-file', path, error })
  return false
}

async function lookAtLink(walk: Walk, path: string): Promise<void> {
  checkGoesOn(walk)
  const target = await targetOf(`${walk.root}/${path}`)
  if (target instanceof AppError) tell(walk, path, target)
  else walk.visitor.onEntry({ type: 'link', path, target }, null)
}

async function enterFolder(walk: Walk, path: string, parent: IgnoreDecision | null): Promise<boolean> {
  checkGoesOn(walk)
  const children = await walk.slots.run(() => listFolder(walk, path))
  const names = children instanceof AppError ? [] : children.filter((child) => !child.isDirectory())
  const decision = walk.rules.decide(path, parent, new Set(names.map(({ name }) => name)))
  const { isIgnored, rule } = decision
  let holdsCode = false
  if (isIgnored && !walk.rules.hasExceptions && walk.ignoredCount >= maxIgnoredCounted) {
    walk.ignoredIsPartial = true
  } else if (!(children instanceof AppError)) {
    holdsCode = await walkFolder(walk, path, { children, decision })
  } else if (!isIgnored) {
    return tell(walk, path, children)
  }
  if (rule !== null && !holdsCode) {
    walk.visitor.onIgnored({ path, kind: 'folder', sizeBytes: 0, rule })
    return false
  }
  const stats = await statsOf(`${walk.root}/${path}`)
  if (stats instanceof AppError) return tell(walk, path, stats)
  walk.visitor.onEntry({ type: 'folder', path, mode: stats.mode & 0o7777 }, null)
  return true
}

function checkGoesOn(walk: Walk): void {
  if (walk.signal.aborted || walk.failure !== null) throw cancelled()
}

function tell(walk: Walk, path: string, error: AppError): false {
  walk.visitor.onProblem({ code: problemCode(path, error), path, error })
  return false
}

function problemCode(path: string, error: AppError): WalkProblem['code'] {
  // A name that is no UTF-8 has lost its bytes by now, so it cannot be found again.
  if (path.includes('\uFFFD')) return 'name-not-utf8'
  const { cause } = error
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'gone' : 'unreadable'
}

function kindOf(stats: Stats): ScanEntryKind {
  return stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'special'
}

function listFolder(walk: Walk, folder: string): Promise<Dirent[] | AppError> {
  const path = folder === '' ? walk.root : `${walk.root}/${folder}`
  return new Promise((resolve) => {
    readdir(path, { withFileTypes: true }, (error, children) =>
      resolve(error === null ? children : failure(path, error)),
    )
  })
}

function statsOf(path: string): Promise<Stats | AppError> {
  return new Promise((resolve) => {
    lstat(path, (error, stats) => resolve(error === null ? stats : failure(path, error)))
  })
}

function targetOf(path: string): Promise<string | AppError> {
  return new Promise((resolve) => {
    readlink(path, (error, target) => resolve(error === null ? target : failure(path, error)))
  })
}

function failure(path: string, error: Error): AppError {
  return path.includes('\uFFFD') ? new AppError('name-not-utf8', { path }, { cause: error }) : readFailed(path, error)
}
