import type { CodeTree } from './walk.ts'

const mountedFolders: readonly string[] = ['data', 'output']

/** Folders of the code that nobody will see: the platform mounts its own over `/data/data` and `/data/output`. */
export function foldersHiddenByMounts(tree: CodeTree): string[] {
  return tree.entries
    .filter(({ type, path }) => type === 'folder' && mountedFolders.includes(path))
    .map(({ path }) => path)
}
