import { createHash } from 'node:crypto'
import type { CodeFile } from '../../../shared/model/code-file.ts'

/** SHA-256 over the entries, so written that no two lists read alike: `sha256:…`. The same code has the same anywhere. */
export function codeDigestOf(files: readonly CodeFile[]): string {
  const hash = createHash('sha256')
  for (const { type, path, mode, sizeBytes, sha256, target } of files) {
    hash.update(JSON.stringify([type, path, mode, sizeBytes, sha256, target]))
  }
  return `sha256:${hash.digest('hex')}`
}
