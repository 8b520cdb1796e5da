import type { KnownFailure } from '../known-failure.ts'

/** An image for another processor. */
export const wrongArchitecture: KnownFailure = {
  id: 'wrong-architecture',
  pattern: /exec format error|cannot execute binary file/i,
}
