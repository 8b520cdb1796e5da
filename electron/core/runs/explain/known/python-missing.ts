import type { KnownFailure } from '../known-failure.ts'

/** The words of a shell, and of the engine. */
export const pythonMissing: KnownFailure = {
  id: 'python-missing',
  pattern: /(\/usr\/bin\/python): (?:No such file or directory|not found)|exec: \"(\/bin\/bash)\": stat/,
}
