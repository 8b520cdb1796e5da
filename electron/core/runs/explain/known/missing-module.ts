import type { KnownFailure } from '../known-failure.ts'

/** Of Python 2 and 3, and of a system library that a module needs. */
export const missingModule: KnownFailure = {
  id: 'missing-module',
  pattern:
    /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?|ImportError: (lib[\w.+-]+\.so[\w.]*): cannot open shared object/,
}
