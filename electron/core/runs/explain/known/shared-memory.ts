import { moreSharedMemory } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** Workers of a DataLoader pass batches through /dev/shm (https://github.com/pytorch/pytorch/issues/5040). */
export const sharedMemory: KnownFailure = {
  id: 'shared-memory',
  pattern:
    /(?:Bus error|DataLoader worker.*signal: Bus)|insufficient shared memory|unable to (?:open|allocate|resize) shared memory|No space left on device.*\/(?:dev\/shm|torch_)|unable to write to file <\/torch_/i,
  cure: moreSharedMemory,
}
