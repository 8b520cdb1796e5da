import { createHash } from 'node:crypto'
import type { CodeFile } from '../../../shared/model/code-file.ts'

/** Handing each entry to the hash alone would take as long again. */
const entriesAtOnce = 512

/** SHA-256 over the entries, so written that no two lists read alike: `sha256:…`. The same code has the same anywhere. */
export function codeDigestOf(files: readonly CodeFile[]): string {
  const hash = createHash('sha256')
  for (let start = 0; start < files.length; start += entriesAtOnce) {
    hash.update(
      files
        .slice(start, start + entriesAtOnce)
        .map(lineOf)
        .join(''),
    )
  }
  return `sha256:${hash.digest('hex')}`
}

function lineOf({ type, path, mode, sizeBytes, sha256, target }: CodeFile): string {
  return JSON.stringify([type, path, mode, sizeBytes, sha256, target])
}
