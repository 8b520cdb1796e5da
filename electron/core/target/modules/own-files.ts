import { readdir } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'

/** Folders that are listed once each, and the whole code folder only when a module has to be looked for in all of it. */
export interface OwnFiles {
  has(path: string): Promise<boolean>
  isFolder(path: string): Promise<boolean>
  /** Names of what is in a folder; none for what is no folder. */
  list(folder: string): Promise<ReadonlyMap<string, boolean>>
  /** Folders in which there is a module of that name, the nearest to the root first. */
  foldersWith(module: string): Promise<string[]>
  /** Whether there is source of a module that has to be built first. */
  hasUnbuilt(module: string): Promise<boolean>
}

const maxFolders = 3000
const leftOut = /^(?:\.|node_modules$|__pycache__$|site-packages$)/

export function ownFilesOf(codePath: string): OwnFiles {
  const lists = new Map<string, Promise<ReadonlyMap<string, boolean>>>()
  let all: Promise<string[]> | null = null

  const list = (folder: string): Promise<ReadonlyMap<string, boolean>> => {
    const path = posix.normalize(folder)
    const known = lists.get(path) ?? read(join(codePath, path))
    lists.set(path, known)
    return known
  }
  const folders = (): Promise<string[]> => (all ??= walk(list))

  return {
    list,
    has: async (path) => (await list(dirname(path))).get(basename(path)) === false,
    isFolder: async (path) => path === '.' || (await list(dirname(path))).get(basename(path)) === true,
    foldersWith: async (module) => {
      const found: string[] = []
      for (const folder of await folders()) {
        const names = await list(folder)
        const isPackage =
          names.get(module) === true &&
          [...(await list(posix.join(folder, module))).keys()].some((name) => name.endsWith('.py'))
        if (names.get(`${module}.py`) === false || isPackage) found.push(folder)
      }
      return found
    },
    hasUnbuilt: async (module) => {
      const last = module.split('.').at(-1) ?? ''
      for (const folder of await folders()) {
        const names = await list(folder)
        if ([`${last}.pyx`, `${last}.cpp`, `${last}.cu`, `${last}.c`].some((name) => names.get(name) === false))
          return true
      }
      return false
    },
  }
}

async function read(path: string): Promise<ReadonlyMap<string, boolean>> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    // A link may lead to a folder as well: it is taken for one when it has no ending.
    return new Map(
      entries.map((entry) => [
        entry.name,
        entry.isDirectory() || (entry.isSymbolicLink() && !entry.name.includes('.')),
      ]),
    )
  } catch {
    return new Map()
  }
}

async function walk(list: OwnFiles['list']): Promise<string[]> {
  const found = ['.']
  for (let at = 0; at < found.length && found.length < maxFolders; at++) {
    const folder = found[at] ?? '.'
    for (const [name, isFolder] of await list(folder)) {
      if (isFolder && !leftOut.test(name)) found.push(posix.join(folder, name))
    }
  }
  return found
}
