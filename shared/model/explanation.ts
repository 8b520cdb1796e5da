import { z } from 'zod'
import { RunOptions } from './run-options.ts'
import { TestTarget } from './test-run.ts'

/** Failures of training runs that are known: stable names, which records and other programs may keep. */
export const FailureId = z.enum([
  'shared-memory',
  'cuda-out-of-memory',
  'gpu-not-offered',
  'driver-too-old',
  'no-kernel-image',
  'gpu-count',
  'cuda-missing',
  'cuda-assert',
  'cuda-illegal-access',
  'cuda-fork',
  'cudnn',
  'cublas',
  'python-missing',
  'wrong-architecture',
  'python2-code',
  'python3-code',
  'python-newer-than-code',
  'python-older-than-code',
  'library-newer-than-code',
  'framework-older-than-code',
  'numpy-version',
  'protobuf-version',
  'library-mismatch',
  'system-library-missing',
  'system-library-too-old',
  'cuda-library-missing',
  'extension-not-built',
  'relative-import',
  'circular-import',
  'missing-module',
  'syntax',
  'text-encoding',
  'unknown-argument',
  'argument-required',
  'argument-invalid',
  'data-file-missing',
  'data-empty',
  'relative-path',
  'code-file-missing',
  'folder-not-made',
  'image-unreadable',
  'checkpoint-weights-only',
  'checkpoint-newer',
  'checkpoint-unreadable',
  'checkpoint-other-model',
  'device-mismatch',
  'dtype-mismatch',
  'shape-mismatch',
  'label-out-of-range',
  'not-a-number',
  'process-start-method',
  'too-many-files',
  'read-only',
  'disk-full',
  'permission-denied',
  'no-network',
  'download-refused',
  'tracker-login',
  'hub-login',
  'no-display',
  'address-in-use',
  'distributed-start',
  'nccl',
  'out-of-memory',
  'worker-killed',
  'distributed-worker-failed',
  'engine-restarted',
  'killed',
  'crashed',
  'no-output',
])
export type FailureId = z.infer<typeof FailureId>

/** A run that would do better. */
export const Cure = z.object({
  /** What is different in it, for the words on its button. */
  change: z.enum(['shared-memory', 'no-memory-limit', 'image-user', 'nccl-debug', 'cpu', 'environment']),
  /** What it adds to the environment, as a shell would write it; of `environment` alone. */
  variables: z.string().optional(),
  target: TestTarget,
  options: RunOptions,
})
export type Cure = z.infer<typeof Cure>

/** Why a run failed, as far as its output and its end tell. */
export const Explanation = z.object({
  id: FailureId,
  /** The line that shows it; null when the way the run ended does. */
  lineIndex: z.number().int().nullable(),
  /** What its words are about: a module, a path, an argument; empty when there is nothing to name. */
  subject: z.string(),
  cure: Cure.nullable(),
})
export type Explanation = z.infer<typeof Explanation>
