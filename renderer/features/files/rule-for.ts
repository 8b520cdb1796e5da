import type { ScanEntry } from '../../../shared/model/scan.ts'
import { extensionOf } from './file-type.ts'
import { nameOf, parentOf } from './treemap-cells.ts'

/** A rule that one click adds. */
export interface OfferedRule {
  readonly kind: 'this' | 'extension' | 'folder'
  /** As in a `.dockerignore`. */
  readonly pattern: string
  /** What it is about, for the button: `*.pt`, `weights/`. */
  readonly subject: string
}

/** The rules that would leave an entry out: itself, all files of its kind, the folder it is in. */
export function rulesFor({ path, kind }: Pick<ScanEntry, 'path' | 'kind'>): OfferedRule[] {
  const extension = kind === 'file' ? extensionOf(path) : null
  const folder = parentOf(path)
  return [
    { kind: 'this', pattern: exactPattern(path), subject: nameOf(path) },
    ...(extension === null
      ? []
      : [{ kind: 'extension' as const, pattern: `**/*.${escapePattern(extension)}`, subject: `*.${extension}` }]),
    ...(folder === '' ? [] : [{ kind: 'folder' as const, pattern: exactPattern(folder), subject: `${folder}/` }]),
  ]
}

/** The line that leaves out one path and nothing else. */
export function exactPattern(path: string): string {
  // A line is trimmed, and begins neither with a comment's nor with an exception's sign, if a class hides its ends.
  return escapePattern(path)
    .replace(/^[#!]/, '[$&]')
    .replace(/^\s|\s$/g, '[$&]')
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\*?[\]]/g, '\\$&')
}
