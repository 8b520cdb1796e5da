import type { KnownFailure } from '../known-failure.ts'

/** ENOSPC; what fails on /dev/shm has an entry of its own. */
export const diskFull: KnownFailure = {
  id: 'disk-full',
  pattern: /No space left on device|Disk quota exceeded|PytorchStreamWriter failed writing file/i,
}
