import type { KnownFailure } from '../known-failure.ts'

/** Code that insists on a GPU where there is none. */
export const cudaMissing: KnownFailure = {
  id: 'cuda-missing',
  pattern:
    /Torch not compiled with CUDA enabled|No CUDA GPUs are available|Found no NVIDIA driver on your system|Attempting to deserialize object on a CUDA device but torch\.cuda\.is_available\(\) is False|cuda runtime error \(38\)|no CUDA-capable device is detected/,
}
