import { onCpu } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** The engine's and nvidia-container-toolkit's words (https://github.com/NVIDIA/nvidia-docker/issues/1034). */
export const gpuNotOffered: KnownFailure = {
  id: 'gpu-not-offered',
  pattern:
    /could not select device driver|(?:unknown|invalid) runtime(?: specified| name)?:? "?nvidia|nvidia-container-cli: initialization error|libnvidia-ml\.so|unresolvable CDI devices/i,
  cure: onCpu,
}
