import { fromErrorData } from '../../../shared/errors.ts'
import type { GpuAccess } from '../../../shared/model/gpu.ts'
import type { EngineHealth } from '../../../shared/model/health.ts'
import { isRemote } from '../doctor/engine-facts.ts'
import type { Machine } from '../doctor/machine.ts'
import type { Engine } from '../ports/engine.ts'

/** What an engine tells of its ways to GPUs. */
export type EngineGpuWays = Pick<Extract<EngineHealth, { state: 'ok' }>, 'runtimes' | 'cdiFolders' | 'cdiDevices'>

export type GpuMachine = Pick<Machine, 'findEngine' | 'findGpu' | 'hasCdiGpus'>

/**
 * The way that is known to work, the one of nvidia-docker first; null when none shows. The engine's own `--gpus` needs a
 * program beside the engine, and before 28.2 an engine does not tell which devices of CDI it knows: both are looked for
 * on this machine, where the engine is on it.
 */
export async function knownGpuAccess(
  engine: EngineGpuWays,
  machine: Pick<GpuMachine, 'findGpu' | 'hasCdiGpus'> | null,
): Promise<Exclude<GpuAccess, 'none'> | null> {
  if (engine.runtimes.includes('nvidia')) return 'runtime'
  if (machine !== null && (await machine.findGpu()).hasHook) return 'device-request'
  if (engine.cdiDevices.some((device) => device.startsWith('nvidia.com/gpu='))) return 'cdi'
  return machine !== null && (await machine.hasCdiGpus(engine.cdiFolders)) ? 'cdi' : null
}

/** Where no way is known the engine is asked all the same: its own words then say what is missing. */
export async function findGpuAccess(
  engine: Pick<Engine, 'health'>,
  machine: GpuMachine,
  signal: AbortSignal,
): Promise<GpuAccess> {
  const [health, place] = await Promise.all([engine.health(signal), machine.findEngine()])
  if (health.state === 'problem') throw fromErrorData(health.problem)
  return (await knownGpuAccess(health, isRemote(place.address) ? null : machine)) ?? 'device-request'
}
