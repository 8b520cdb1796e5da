import { moreSharedMemory } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** By the kernel, for want of memory, shared memory included. */
export const workerKilled: KnownFailure = {
  id: 'worker-killed',
  pattern: /DataLoader worker \(pid(?:\(s\))? [\d, ]+\) (?:is killed by signal: Killed|exited unexpectedly)/,
  cure: moreSharedMemory,
}
