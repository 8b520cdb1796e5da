import { AppError, isCancelled } from '../../../shared/errors.ts'
import { untilAborted } from '../async/until-aborted.ts'
import type { LocalImage, RegistryImage } from '../ports.ts'
import { isCustomised } from '../packages/recipe.ts'
import { diffIdsOf } from './code-image.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'

/** Reads base images from their registries, each once, while other things go on. */
export class BaseReader {
  readonly #context: PackContext
  readonly #readings = new Map<string, Promise<RegistryImage | null>>()

  constructor(context: PackContext) {
    this.#context = context
  }

  /** Goes on by itself until the image is read or the context's signal is aborted; a failure is told to who reads it. */
  begin(reference: string): void {
    void this.#reading(reference)
  }

  /** The image as its registry has it; null when there is no such registry, or no such image in it. */
  read(reference: string, signal: AbortSignal): Promise<RegistryImage | null> {
    return untilAborted(this.#reading(reference), signal)
  }

  #reading(reference: string): Promise<RegistryImage | null> {
    const known = this.#readings.get(reference)
    if (known !== undefined) return known
    const reading = readBase(this.#context, reference)
    // Nobody may be there to hear of it.
    reading.catch(() => undefined)
    this.#readings.set(reference, reading)
    return reading
  }
}

async function readBase(context: PackContext, reference: string): Promise<RegistryImage | null> {
  // Made on this machine: no registry is to be asked about it.
  if (isCustomised(reference)) return null
  const { dependencies, signal } = context
  try {
    return await dependencies.registry.readImage({ reference, auth: authFor(context, reference), signal })
  } catch (error) {
    // Images made on this machine have no registry; there is a way without one.
    if (!(error instanceof AppError) || isCancelled(error)) throw error
    return null
  }
}

/** Whether the engine has the very image that the registry has. */
export function isSameBase(local: LocalImage, base: RegistryImage): boolean {
  const diffIds = diffIdsOf(base)
  return diffIds?.length === local.layers.length && diffIds.every((diffId, index) => diffId === local.layers[index])
}
