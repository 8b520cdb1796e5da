import { asImageUser } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** EACCES, in Python's and every shell's words. */
export const permissionDenied: KnownFailure = {
  id: 'permission-denied',
  pattern: /(?:Permission ?Error.*Permission denied|Permission denied)(?:: '?([^'\n]+)'?)?/i,
  cure: asImageUser,
}
