import type { KnownFailure } from '../known-failure.ts'

/** EROFS, in Python's and every shell's words. */
export const readOnly: KnownFailure = {
  id: 'read-only',
  pattern: /Read-only file system(?:: '?([^'\n]+)'?)?/i,
}
