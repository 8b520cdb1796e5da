import type { Gpu } from '../../../shared/model/gpu.ts'

/** The GPUs of this machine. */
export interface Gpus {
  /** Null without NVIDIA's own tool; `words` are what it says when it can list none. */
  ask(signal: AbortSignal): Promise<{ readonly gpus: readonly Gpu[]; readonly words: string | null } | null>
}
