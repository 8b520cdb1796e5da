import { posix } from 'node:path'
import type { ChangeGroup, ChangeSummary, LeftOutReason } from '../../../shared/model/terminal.ts'
import type { ContainerChange } from '../ports/container-work.ts'

/** What was changed in a container, apart by what becomes of it. */
export interface SortedChanges {
  /** Files and folders to be kept as they are now, in order; a folder that only holds a change is among them. */
  readonly kept: readonly ContainerChange[]
  /** Paths that are gone, with all that was in them. */
  readonly deleted: readonly string[]
  readonly leftOut: readonly (ContainerChange & { readonly reason: LeftOutReason })[]
  /** Paths that were there before and that are built upon. */
  readonly expected: readonly string[]
}

const shownGroups = 100

/** In an image they would be rubbish, or tell what was typed; the engine's own are made anew for each container. */
const leftOut: readonly (readonly [LeftOutReason, RegExp])[] = [
  ['temporary', /^\/(?:tmp|var\/tmp|run|var\/run|dev|proc|sys)(?:\/|$)/],
  ['cache', /^\/(?:var\/cache|var\/lib\/apt\/lists|var\/log|root\/\.cache)\/./],
  ['cache', /^\/(?:root|home\/[^/]+)\/\.(?:cache|npm|conda\/pkgs)\/./],
  [
    'history',
    /\/\.(?:(?:ba|a|z)?sh_history|history|python_history|node_repl_history|mysql_history|sqlite_history|lesshst|viminfo|wget-hsts)$/,
  ],
  ['engine', /^\/(?:etc\/(?:hosts|hostname|resolv\.conf|mtab)|\.dockerenv)$/],
]

export function sortChanges(changes: readonly ContainerChange[]): SortedChanges {
  const inOrder = changes.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  const kept: ContainerChange[] = []
  const deleted: string[] = []
  const rest: SortedChanges['leftOut'][number][] = []
  const added = new Set(inOrder.filter(({ kind }) => kind === 'added').map(({ path }) => path))
  for (const change of inOrder) {
    const reason = reasonOf(change.path, added)
    if (reason !== null) rest.push({ ...change, reason })
    else if (change.kind === 'deleted') deleted.push(change.path)
    else kept.push(change)
  }
  const wanted = withoutEmptied(kept, rest)
  return { kept: wanted, deleted, leftOut: rest, expected: expectedBy(wanted, deleted) }
}

function reasonOf(path: string, added: ReadonlySet<string>): LeftOutReason | null {
  // What Python has compiled of code that was there before, by being started.
  const compiledIn = /^(.*)\/__pycache__(?:\/|$)/.exec(path)?.[1]
  if (compiledIn !== undefined && !added.has(compiledIn)) return 'cache'
  return leftOut.find(([, pattern]) => pattern.test(path))?.[0] ?? null
}

/** A folder that changed only for what is left out has not changed. */
function withoutEmptied(
  kept: readonly ContainerChange[],
  rest: readonly ContainerChange[],
): readonly ContainerChange[] {
  const holders = foldersAbove(rest.map(({ path }) => path))
  const needed = foldersAbove(kept.filter(({ path }) => !holders.has(path)).map(({ path }) => path))
  return kept.filter(({ path, kind }) => kind === 'added' || !holders.has(path) || needed.has(path))
}

function expectedBy(kept: readonly ContainerChange[], deleted: readonly string[]): string[] {
  const added = new Set(kept.filter(({ kind }) => kind === 'added').map(({ path }) => path))
  const parents = [...added].map((path) => posix.dirname(path)).filter((path) => !added.has(path))
  const changed = kept.filter(({ kind }) => kind === 'changed').map(({ path }) => path)
  return [...new Set([...parents, ...changed, ...deleted])].filter((path) => path !== '/').sort()
}

/** `sizeOf` tells the bytes of a file, as far as they are known. */
export function summarise(changes: SortedChanges, sizeOf: ReadonlyMap<string, number>): ChangeSummary {
  const deleted = changes.deleted.map((path): ContainerChange => ({ path, kind: 'deleted' }))
  const files = leavesOf([...changes.kept, ...deleted])
  const groups = groupsOf(files, sizeOf)
  const reasons = [...new Set(changes.leftOut.map(({ reason }) => reason))]
  return {
    ...countsOf(files, sizeOf),
    groups: groups.slice(0, shownGroups),
    moreGroups: Math.max(0, groups.length - shownGroups),
    leftOut: reasons.map((reason) => {
      const own = leavesOf(changes.leftOut.filter((change) => change.reason === reason))
      return { reason, ...countsOf(own, sizeOf), examples: own.slice(0, 3).map(({ path }) => path) }
    }),
    modules: modulesIn(files),
    usesApt: files.some(({ path }) => path === '/var/lib/dpkg/status'),
  }
}

/** Without the folders that hold others of them. */
export function leavesOf(changes: readonly ContainerChange[]): readonly ContainerChange[] {
  const folders = foldersAbove(changes.map(({ path }) => path))
  return changes.filter(({ path }) => !folders.has(path))
}

function foldersAbove(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let folder = posix.dirname(path); !folders.has(folder); folder = posix.dirname(folder)) folders.add(folder)
  }
  return folders
}

function groupsOf(files: readonly ContainerChange[], sizeOf: ReadonlyMap<string, number>): ChangeGroup[] {
  const byFolder = new Map<string, ContainerChange[]>()
  for (const file of files) {
    const folder = folderOf(file.path)
    const known = byFolder.get(folder)
    if (known === undefined) byFolder.set(folder, [file])
    else known.push(file)
  }
  const groups = [...byFolder].map(([folder, own]) => ({ folder, ...countsOf(own, sizeOf) }))
  return groups.toSorted((one, other) => other.sizeBytes - one.sizeBytes || (one.folder < other.folder ? -1 : 1))
}

/** The place of Python's packages, or the upper two folders. */
function folderOf(path: string): string {
  const packages = /^.*?\/(?:site|dist)-packages(?=\/)/.exec(path)?.[0]
  return packages ?? posix.dirname(path).split('/').slice(0, 3).join('/')
}

function countsOf(
  files: readonly ContainerChange[],
  sizeOf: ReadonlyMap<string, number>,
): Record<'added' | 'changed' | 'deleted' | 'sizeBytes', number> {
  const countOf = (kind: ContainerChange['kind']): number => files.filter((file) => file.kind === kind).length
  const sizeBytes = files.reduce((sum, { path }) => sum + (sizeOf.get(path) ?? 0), 0)
  return { added: countOf('added'), changed: countOf('changed'), deleted: countOf('deleted'), sizeBytes }
}

const maxModules = 50

/** The names that new Python code is imported by. */
function modulesIn(files: readonly ContainerChange[]): string[] {
  const names = files.flatMap(({ path, kind }) => {
    const found = /\/(?:site|dist)-packages\/([A-Za-z]\w*)(?:\/__init__\.py|\.py|(?:\.[\w-]+)?\.so)$/.exec(path)?.[1]
    return found === undefined || kind === 'deleted' ? [] : [found]
  })
  return [...new Set(names)].sort().slice(0, maxModules)
}
