import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** What is read of a repository, without git: where its parts are, and which commit is checked out. */
export interface Repository {
  /** The top folder of what is checked out. */
  readonly root: string
  /** Its own part: HEAD and index. */
  readonly gitFolder: string
  /** What it shares with its other worktrees: objects, references, settings. */
  readonly commonFolder: string
  readonly commit: string
  /** Null where a commit is checked out, not a branch. */
  readonly branch: string | null
}

const maxPointerBytes = 4096
const maxPackedBytes = 64 * 1024 * 1024
const maxReferences = 5
const commitName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** The repository that a folder lies in; null where it lies in none, or in one without a commit. */
export async function findRepository(folder: string): Promise<Repository | null> {
  for (let root = await realpath(folder); ; root = dirname(root)) {
    const gitFolder = await gitFolderOf(join(root, '.git'))
    if (gitFolder !== null) return openRepository(root, gitFolder)
    if (root === dirname(root)) return null
  }
}

async function openRepository(root: string, gitFolder: string): Promise<Repository | null> {
  const common = await readSmall(join(gitFolder, 'commondir'), maxPointerBytes)
  const commonFolder = common === null ? gitFolder : resolve(gitFolder, common.trim())
  const head = await readSmall(join(gitFolder, 'HEAD'), maxPointerBytes)
  if (head === null) return null
  const [commit, name] = (await follow(head.trim(), { gitFolder, commonFolder })) ?? []
  if (commit === undefined) return null
  const branch = name === undefined ? null : name.replace(/^refs\/heads\//, '')
  return { root, gitFolder, commonFolder, commit, branch }
}

/** A folder, or a file that says where the folder is, as submodules and further worktrees have it. */
async function gitFolderOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory() === true) return (await isFile(join(path, 'HEAD'))) ? path : null
  const [, target] = /^gitdir: (.+)$/m.exec((await readSmall(path, maxPointerBytes)) ?? '') ?? []
  return target === undefined ? null : resolve(dirname(path), target.trim())
}

interface Folders {
  readonly gitFolder: string
  readonly commonFolder: string
}

/** The commit that a HEAD names, and the first reference on the way; null for a branch without one. */
async function follow(head: string, { gitFolder, commonFolder }: Folders): Promise<[string, string?] | null> {
  let value = head
  let first: string | undefined
  for (let step = 0; step < maxReferences; step++) {
    if (commitName.test(value)) return first === undefined ? [value] : [value, first]
    const name = /^ref: (refs\/[^\s]+)$/.exec(value)?.[1]
    if (name === undefined || name.split('/').includes('..')) return null
    first ??= name
    const loose =
      (await readSmall(join(gitFolder, name), maxPointerBytes)) ??
      (await readSmall(join(commonFolder, name), maxPointerBytes))
    value = (loose ?? (await packedReference(commonFolder, name)) ?? '').trim()
  }
  return null
}

async function packedReference(commonFolder: string, name: string): Promise<string | null> {
  const packed = await readSmall(join(commonFolder, 'packed-refs'), maxPackedBytes)
  const line = packed?.split('\n').find((one) => one.endsWith(` ${name}`))
  return line?.split(' ')[0] ?? null
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true
}

/** Null for what is no ordinary file of that size: a pipe would be waited for. */
export async function readSmall(path: string, maxBytes: number): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (found?.isFile() !== true || found.size > maxBytes) return null
  return readFile(path, 'utf8').catch(() => null)
}
