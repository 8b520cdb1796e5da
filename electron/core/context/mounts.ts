import type { CodeTree } from './walk.ts'

/** The platform mounts folders of its own over these, relative to `/data`. */
export const mountedFolders: readonly string[] = ['data', 'output']

/** Folders of the code that nobody will see: the platform mounts its own over `/data/data` and `/data/output`. */
export function foldersHiddenByMounts(tree: CodeTree): string[] {
  return tree.entries
    .filter(({ type, path }) => type === 'folder' && mountedFolders.includes(path))
    .map(({ path }) => path)
}
