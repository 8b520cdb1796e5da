import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
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
export async function digestCode(tree: CodeTree, signal: AbortSignal): Promise<string> {
  const digest = new CodeDigest()
  for await (const { entry, content } of readEntries(tree, signal)) {
    digest.addEntry(entry)
    for await (const bytes of content) digest.addContent(bytes)
  }
  return digest.value()
}
