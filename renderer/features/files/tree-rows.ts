import type { ScanEntry } from '../../../shared/model/scan.ts'
import { includedEntries } from './treemap-cells.ts'
import type { FolderEntries } from './use-entries.ts'

export interface TreeRow {
  readonly entry: ScanEntry
  /** Counts from 1. */
  readonly level: number
  readonly isExpanded: boolean
  /** The folder whose contents go on after this row, as far as they are known. */
  readonly moreOf: string | null
}

/** The rows of a tree as they stand one under the other, biggest first in every folder. */
export function treeRows(
  folder: string,
  entries: ReadonlyMap<string, FolderEntries>,
  expanded: ReadonlySet<string>,
  level = 1,
): TreeRow[] {
  const known = entries.get(folder)
  const included = includedEntries(known?.entries ?? [])
  return included.flatMap((entry, index) => {
    const isExpanded = entry.kind === 'folder' && expanded.has(entry.path)
    const moreOf = known?.hasMore === true && index === included.length - 1 ? folder : null
    const row = { entry, level, isExpanded, moreOf }
    return isExpanded ? [row, ...treeRows(entry.path, entries, expanded, level + 1)] : [row]
  })
}

/** All folders that a path lies in, the outermost first, below a folder. */
export function foldersAbove(path: string, below: string): string[] {
  const parts = path.split('/')
  const folders = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))
  return folders.filter((folder) => below === '' || (folder.startsWith(`${below}/`) && folder !== below))
}
