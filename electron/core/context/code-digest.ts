import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import { readEntries } from './read-entries.ts'
import type { CodeEntry } from './walk-entries.ts'
import type { CodeTree } from './walk.ts'

/** SHA-256 over type, path, mode, size and content of the entries, so written that no two trees read alike. */
export class CodeDigest {
  readonly #hash: Hash = createHash('sha256')

  /** To be followed by exactly the bytes of the entry's content. */
  addEntry(entry: CodeEntry): void {
    const mode = entry.type === 'link' ? 0 : entry.mode
    const rest = entry.type === 'link' ? entry.target : entry.type === 'file' ? String(entry.sizeBytes) : ''
    this.#hash.update(JSON.stringify([entry.type, entry.path, mode, rest]))
  }

  addContent(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  /** `sha256:…`; to be asked for once, at the end. */
  value(): string {
    return `sha256:${this.#hash.digest('hex')}`
  }
}

/** Reads all of a code folder's files. The same code has the same digest on every machine. */
export async function digestCode(
  tree: CodeTree,
  signal: AbortSignal,
): Promise<{ codeDigest: string; files: CodeFile[] }> {
  const digest = new CodeDigest()
  const files: CodeFile[] = []
  for await (const { entry, content } of readEntries(tree, signal)) {
    const own = createHash('sha256')
    digest.addEntry(entry)
    for await (const bytes of content) {
      digest.addContent(bytes)
      own.update(bytes)
    }
    files.push(codeFile(entry, own))
  }
  return { codeDigest: digest.value(), files }
}

function codeFile(entry: CodeEntry, content: Hash): CodeFile {
  const { type, path } = entry
  switch (entry.type) {
    case 'file':
      return { type, path, mode: entry.mode, sizeBytes: entry.sizeBytes, sha256: content.digest('hex'), target: '' }
    case 'folder':
      return { type, path, mode: entry.mode, sizeBytes: 0, sha256: null, target: '' }
    case 'link':
      return { type, path, mode: 0o777, sizeBytes: 0, sha256: null, target: entry.target }
  }
}
