import type { KnownFailure } from '../known-failure.ts'

/** Whatever is looked for below the folder where the test data is mounted. */
export const dataFileMissing: KnownFailure = {
  id: 'data-file-missing',
  pattern:
    /(?:No such file or directory|FileNotFoundError|IOError|not found|does not exist|Couldn't find).*?(\/data\/data[^\s'\",:)]*)|(\/data\/data[^\s'\",:)]*).*(?:No such file|not found|does not exist)/i,
}
