import type { KnownFailure } from '../known-failure.ts'

/** Of PyTorch before and after 2.0, and of TensorFlow. */
export const cudaOutOfMemory: KnownFailure = {
  id: 'cuda-out-of-memory',
  pattern:
    /CUDA out of memory|CUDA error: out of memory|CUDNN_STATUS_ALLOC_FAILED|cuda runtime error \(2\) ?: out of memory|OutOfMemoryError: CUDA|ResourceExhaustedError: OOM when allocating|CUDA_ERROR_OUT_OF_MEMORY/,
}
