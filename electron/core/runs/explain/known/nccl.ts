import { withNcclDebug } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** Several GPUs that cannot talk to each other. */
export const nccl: KnownFailure = {
  id: 'nccl',
  pattern:
    /NCCL (?:error|WARN|failure)|ncclUnhandled\w+|ncclSystemError|ncclInternalError|NCCL communicator was aborted|ProcessGroupNCCL.*(?:timeout|Timeout)/,
  cure: withNcclDebug,
}
