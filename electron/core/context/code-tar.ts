import { AppError } from '../../../shared/errors.ts'
import { inBlocks } from '../async/in-blocks.ts'
import { CodeDigest } from './code-digest.ts'
import { readEntries } from './read-entries.ts'
import { tarEnd, tarHeader, tarPadding } from './tar-header.ts'
import type { TarEntry } from './tar-header.ts'
import type { CodeEntry } from './walk-entries.ts'
import type { CodeTree } from './walk.ts'

export interface CodeTarOptions {
  readonly tree: CodeTree
  /** Content of the `Dockerfile`, which goes first. */
  readonly dockerfile: string
  /** Where the code stands in the tar, folder by folder, such as `['root', 'root/data']`. */
  readonly folders: readonly string[]
  /** What the code's digest has to come to. */
  readonly codeDigest: string
  readonly signal: AbortSignal
}

const sentAtOnceBytes = 256 * 1024

/**
 * The build context: a Dockerfile and the code, nothing else. The same code gives the same bytes whatever the order
 * of reading, the files' times and owners. Made as it is read, so memory stays bounded.
 * Throws `read-failed` when a file cannot be read, `code-changed` when the code is no longer what its digest says.
 */
export function codeTar(options: CodeTarOptions): AsyncGenerator<Uint8Array, void> {
  return inBlocks(tarPieces(options), sentAtOnceBytes)
}

async function* tarPieces({
  tree,
  dockerfile,
  folders,
  codeDigest,
  signal,
}: CodeTarOptions): AsyncGenerator<Uint8Array> {
  const content = Buffer.from(dockerfile)
  yield tarHeader({ type: 'file', path: 'Dockerfile', mode: 0o644, sizeBytes: content.length, target: '' })
  yield content
  yield tarPadding(content.length)
  for (const path of folders) yield tarHeader({ type: 'folder', path, mode: 0o755, sizeBytes: 0, target: '' })
  yield* codePieces(tree, folders.at(-1) ?? '', { codeDigest, signal })
  yield tarEnd()
}

async function* codePieces(
  tree: CodeTree,
  folder: string,
  { codeDigest, signal }: Pick<CodeTarOptions, 'codeDigest' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  const digest = new CodeDigest()
  for await (const { entry, content } of readEntries(tree, signal)) {
    const header = headerOf(entry, folder)
    digest.addEntry(entry)
    yield tarHeader(header)
    for await (const bytes of content) {
      digest.addContent(bytes)
      yield bytes
    }
    yield tarPadding(header.sizeBytes)
  }
  if (digest.value() !== codeDigest) {
    throw new AppError('code-changed', { path: tree.root })
  }
}

function headerOf(entry: CodeEntry, folder: string): TarEntry {
  return {
    type: entry.type,
    path: folder === '' ? entry.path : `${folder}/${entry.path}`,
    mode: entry.type === 'link' ? 0o777 : entry.mode,
    sizeBytes: entry.type === 'file' ? entry.sizeBytes : 0,
    target: entry.type === 'link' ? entry.target : '',
  }
}
