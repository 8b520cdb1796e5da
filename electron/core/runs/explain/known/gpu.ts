import { onCpu, withBlockingLaunches } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** What the GPU, its driver and CUDA's libraries refuse. */
export const gpuFailures: readonly KnownFailure[] = [
  {
    id: 'cuda-out-of-memory',
    says: /CUDA out of memory|CUDA error: out of memory|^out of memory$|CU(?:DNN|BLAS)_STATUS_ALLOC_FAILED|cuda runtime error \(2\)|^OOM when allocating(?!.*device:CPU)|CUDA_ERROR_OUT_OF_MEMORY|cudaMalloc failed: out of memory|\(2 vs\. 0\)\s+out of memory|Out of memory error on GPU|^RESOURCE_EXHAUSTED: Out of memory|HIP out of memory/,
    line: 'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
  },
  {
    id: 'gpu-not-offered',
    says: /could not select device driver|(?:unknown|invalid) runtime(?: specified| name)?:? "?nvidia|nvidia-container-cli: initialization error|libnvidia-ml\.so|unresolvable CDI devices/i,
    line: 'could not select device driver "" with capabilities: [[gpu]]',
    cure: onCpu,
  },
  {
    id: 'driver-too-old',
    says: /unsatisfied condition: (cuda\s*>=\s*[\d.]+)|NVIDIA driver on your system is too old|CUDA driver version is insufficient|forward compatibility was attempted on non supported HW|cuda runtime error \((?:35|803|804)\)|unsupported display driver|PTX was compiled with an unsupported toolchain/i,
    line: 'RuntimeError: The NVIDIA driver on your system is too old (found version 10020).',
    cure: onCpu,
  },
  {
    id: 'no-kernel-image',
    says: /no kernel image is available|CUDA capability (sm_\d+) is not compatible|is not compatible with the current PyTorch installation|^CUDA error: (?:invalid device function|device kernel image is invalid)|cuda runtime error \((?:8|48|98|200|209)\)|cublas runtime error : the GPU program failed to execute|CUBLAS_STATUS_ARCH_MISMATCH|CUDNN_STATUS_ARCH_MISMATCH|\(8 vs\. 0\)\s+invalid device function/,
    line: 'RuntimeError: CUDA error: no kernel image is available for execution on the device',
    cure: onCpu,
  },
  {
    id: 'gpu-count',
    says: /invalid device ordinal|cuda runtime error \((?:10|101)\)|^Invalid device id|^Duplicate GPU detected|on CUDA device (\d+) but torch\.cuda\.device_count\(\) is|You requested gpu: .*But your machine only has: \[\d/i,
    line: 'RuntimeError: CUDA error: invalid device ordinal',
  },
  {
    id: 'cuda-missing',
    says: /Torch not compiled with CUDA enabled|No CUDA GPUs are available|Found no NVIDIA driver on your system|on a CUDA device but torch\.cuda\.is_available\(\) is False|cuda runtime error \((?:38|100)\)|no CUDA-capable device|\((?:38|100) vs\. 0\)|^CUDA (?:is )?(?:not available|unavailable)|No supported gpu backend found|Invalid CUDA '--device|But your machine only has: \[\]|^Cannot (?:find|access) (?:any )?(?:GPU|accelerator)|^(?:No|Need a) GPU\b|GPU is not available|^Cannot use GPU in CPU-only|CUDA (?:must|has to) be available|not compiled with (?:CUDA|GPU) support|compile with USE_CUDA|compiled without GPU/i,
    line: 'AssertionError: Torch not compiled with CUDA enabled',
  },
  {
    id: 'cuda-assert',
    says: /device-side assert triggered|cuda runtime error \((?:59|710)\)|^\S+\.cu:\d+: .*: block: \[\d.*Assertion/,
    line: 'RuntimeError: CUDA error: device-side assert triggered',
    cure: withBlockingLaunches,
  },
  {
    id: 'cuda-illegal-access',
    says: /^CUDA error: (?:an illegal memory access|unspecified launch failure|misaligned address|an illegal instruction|invalid address space)|an illegal memory access was encountered|unspecified launch failure|cuda runtime error \((?:4|77|700|716|719)\)/,
    line: 'RuntimeError: CUDA error: an illegal memory access was encountered',
    cure: withBlockingLaunches,
  },
  {
    id: 'cuda-fork',
    says: /re-initialize CUDA in forked subprocess|cuda runtime error \(3\)|^CUDA error: initialization error/i,
    line: 'RuntimeError: Cannot re-initialize CUDA in forked subprocess.',
  },
  {
    id: 'cudnn',
    says: /cudnn[ _]error|CUDNN_STATUS_\w+|cuDNN version incompatibility|valid cuDNN algorithm|unable to find an engine to execute this computation|cuDNN failed to initialize|^DNN library is not found|cuDNN launch failure/i,
    line: 'RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED',
  },
  {
    id: 'cublas',
    says: /CUBLAS_STATUS_\w+|cublas runtime error|failed to create cublas handle|Blas (?:GEMM|xGEMM\w*|SGEMM) launch failed|Attempting to perform BLAS operation using StreamExecutor without BLAS support/i,
    line: 'RuntimeError: CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`',
  },
]
