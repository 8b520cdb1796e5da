import type { Gpu, GpuAccess } from '../../../shared/model/gpu.ts'
import type { Gpus } from '../ports/gpus.ts'
import { knownGpuAccess, type EngineGpuWays, type GpuMachine } from './gpu-access.ts'

/** How far the way of a container to a GPU is built. */
export type GpuState =
  | { readonly state: 'ready'; readonly driver: string; readonly gpus: readonly Gpu[]; readonly access: GpuAccess }
  | { readonly state: 'remote'; readonly access: GpuAccess | null }
  | { readonly state: 'no-card' }
  | { readonly state: 'no-driver' }
  /** `words` are those of NVIDIA's own tool. */
  | { readonly state: 'silent-driver'; readonly words: string }
  | { readonly state: 'no-toolkit'; readonly driver: string; readonly hasToolkit: boolean }
  | { readonly state: 'no-engine' }

export interface LookOptions {
  readonly machine: Pick<GpuMachine, 'findGpu' | 'hasCdiGpus'>
  readonly gpus: Gpus
  readonly isRemote: boolean
  /** Asked for only where it matters; null when the engine does not answer. */
  readonly engine: () => Promise<EngineGpuWays | null>
  readonly signal: AbortSignal
}

/** From the card to the engine: the first thing that is missing. */
export async function lookAtGpus({ machine, gpus, isRemote, engine, signal }: LookOptions): Promise<GpuState> {
  if (isRemote) {
    const ways = await engine()
    return { state: 'remote', access: ways === null ? null : await knownGpuAccess(ways, null) }
  }
  const [facts, answer] = await Promise.all([machine.findGpu(), gpus.ask(signal)])
  // Where the kernel tells nothing, in WSL for one, NVIDIA's tool does.
  const driver = facts.driverVersion ?? answer?.gpus[0]?.driver ?? null
  if (driver === null) return { state: facts.hasCard ? 'no-driver' : 'no-card' }
  if (answer !== null && answer.words !== null) return { state: 'silent-driver', words: answer.words }
  const ways = await engine()
  if (ways === null) return { state: 'no-engine' }
  const access = await knownGpuAccess(ways, machine)
  if (access === null) return { state: 'no-toolkit', driver, hasToolkit: facts.hasToolkit }
  return { state: 'ready', driver, gpus: answer?.gpus ?? [], access }
}
