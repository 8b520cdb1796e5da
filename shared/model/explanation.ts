import { z } from 'zod'
import { RunOptions } from './run-options.ts'
import { TestTarget } from './test-run.ts'

/** Failures of training runs that are known, those that say most about the cause first. */
export const FailureId = z.enum([
  'shared-memory',
  'cuda-out-of-memory',
  'gpu-not-offered',
  'driver-too-old',
  'no-kernel-image',
  'cuda-missing',
  'python-missing',
  'wrong-architecture',
  'python2-code',
  'python3-code',
  'missing-module',
  'unknown-argument',
  'data-file-missing',
  'read-only',
  'disk-full',
  'permission-denied',
  'no-network',
  'nccl',
  'out-of-memory',
  'worker-killed',
  'engine-restarted',
  'killed',
  'crashed',
  'no-output',
])
export type FailureId = z.infer<typeof FailureId>

/** A run that would do better. */
export const Cure = z.object({
  /** What is different in it, for the words on its button. */
  change: z.enum(['shared-memory', 'no-memory-limit', 'image-user', 'nccl-debug', 'cpu']),
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
