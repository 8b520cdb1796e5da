import { tarHeader } from '../context/tar-header.ts'
import type { CodeEntry } from '../context/walk-entries.ts'

/** Where the code is in an image; the folder itself is the layer's first entry. */
const codeFolder = 'data'

/** An entry of the code, or the folder that holds it, whose path is empty. */
export type LayerEntry = CodeEntry

export function* layerEntries(entries: readonly CodeEntry[]): Generator<LayerEntry, void> {
  yield { type: 'folder', path: '', mode: 0o755 }
  yield* entries
}

export function headerOf(entry: LayerEntry): Buffer {
  return tarHeader({
    type: entry.type,
    path: entry.path === '' ? codeFolder : `${codeFolder}/${entry.path}`,
    mode: entry.type === 'link' ? 0o777 : entry.mode,
    sizeBytes: entry.type === 'file' ? entry.sizeBytes : 0,
    target: entry.type === 'link' ? entry.target : '',
  })
}
