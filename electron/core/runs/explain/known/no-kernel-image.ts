import { onCpu } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** The framework was built for other GPUs than this one. */
export const noKernelImage: KnownFailure = {
  id: 'no-kernel-image',
  pattern:
    /no kernel image is available for execution|CUDA capability (sm_\d+) is not compatible|is not compatible with the current PyTorch installation/,
  cure: onCpu,
}
