import { cudaMissing } from './known/cuda-missing.ts'
import { cudaOutOfMemory } from './known/cuda-out-of-memory.ts'
import { dataFileMissing } from './known/data-file-missing.ts'
import { diskFull } from './known/disk-full.ts'
import { driverTooOld } from './known/driver-too-old.ts'
import { gpuNotOffered } from './known/gpu-not-offered.ts'
import { missingModule } from './known/missing-module.ts'
import { nccl } from './known/nccl.ts'
import { noKernelImage } from './known/no-kernel-image.ts'
import { noNetwork } from './known/no-network.ts'
import { permissionDenied } from './known/permission-denied.ts'
import { pythonMissing } from './known/python-missing.ts'
import { python2Code } from './known/python2-code.ts'
import { python3Code } from './known/python3-code.ts'
import { readOnly } from './known/read-only.ts'
import { sharedMemory } from './known/shared-memory.ts'
import { unknownArgument } from './known/unknown-argument.ts'
import { workerKilled } from './known/worker-killed.ts'
import { wrongArchitecture } from './known/wrong-architecture.ts'
import type { KnownFailure } from './known-failure.ts'

/** Looked through in this order; the first that fits a line explains it. */
export const knownFailures: readonly KnownFailure[] = [
  sharedMemory,
  cudaOutOfMemory,
  gpuNotOffered,
  driverTooOld,
  noKernelImage,
  cudaMissing,
  pythonMissing,
  wrongArchitecture,
  python2Code,
  python3Code,
  missingModule,
  unknownArgument,
  dataFileMissing,
  readOnly,
  diskFull,
  permissionDenied,
  noNetwork,
  nccl,
  workerKilled,
]
