import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { join } from 'node:path'

/** A system has only so many watches to give, for all of its programs. */
const maxWatched = 1000

export interface FolderWatch {
  close(): void
}

/**
 * Calls back for a change of any name or file in the folders, relative to `root`; of a great many only the first are
 * watched. Node's own recursive watch is used where the system has one; on Linux it would look at every single file.
 */
export function watchFolders(root: string, folders: readonly string[], onChange: () => void): FolderWatch {
  const isRecursive = process.platform === 'darwin' || process.platform === 'win32'
  const watched = isRecursive ? [''] : ['', ...folders].slice(0, maxWatched)
  const watchers: FSWatcher[] = []
  for (const folder of watched) {
    try {
      const watcher = watch(join(root, folder), { recursive: isRecursive, persistent: false }, onChange)
      // A watched folder that goes away is a change like any other.
      watcher.on('error', onChange)
      watchers.push(watcher)
    } catch {
      break // Gone already, or the system has no more watches: the rest is seen at the next scan.
    }
  }
  return {
    close: () => {
      for (const watcher of watchers) watcher.close()
    },
  }
}
