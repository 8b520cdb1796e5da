import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface StartArguments {
  /** As the process was given them, the program first. */
  readonly argv: readonly string[]
  /** Started as `electron <app folder> …`, as in a checkout: the first operand is then the app itself. */
  readonly isDefaultApp: boolean
  readonly currentFolder: string
}

/** The absolute paths of the folders and files that a start is to open. */
export function pathsToOpen({ argv, isDefaultApp, currentFolder }: StartArguments): string[] {
  const given = operands(argv.slice(1)).slice(isDefaultApp ? 1 : 0)
  return given.flatMap((word) => (word.startsWith('file:') ? pathOfUrl(word) : [resolve(currentFolder, word)]))
}

/** Chromium's and Node's own flags are one word each; `--` ends them. */
function operands(words: readonly string[]): string[] {
  const end = words.indexOf('--')
  const [before, after] = end < 0 ? [words, []] : [words.slice(0, end), words.slice(end + 1)]
  return [...before.filter((word) => word !== '' && !word.startsWith('-')), ...after]
}

/** File managers hand over URLs. */
function pathOfUrl(url: string): string[] {
  try {
    return [fileURLToPath(url)]
  } catch {
    // Of another host, or no URL at all.
    return []
  }
}
