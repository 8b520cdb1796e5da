import { onCpu } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** The image's CUDA needs a newer driver (https://github.com/NVIDIA/nvidia-docker/issues/536). */
export const driverTooOld: KnownFailure = {
  id: 'driver-too-old',
  pattern:
    /unsatisfied condition: (cuda\s*>=\s*[\d.]+)|NVIDIA driver on your system is too old|CUDA driver version is insufficient|forward compatibility was attempted on non supported HW/i,
  cure: onCpu,
}
