import { AppError, isCancelled } from '../../../shared/errors.ts'
import { untilAborted } from '../async/until-aborted.ts'
import type { LocalImage } from '../ports/engine.ts'
import type { RegistryImage } from '../ports/registry.ts'
import { isCustomised } from '../packages/recipe.ts'
import { diffIdsOf } from './code-image.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'

/**
 * Reads images from their registries and from the engine, each once, while other things go on: what is begun goes on by
 * itself until the image is read or the context's signal is aborted. A failure is told to who reads the image.
 */
export class ImageReader {
  readonly #context: PackContext
  readonly #published = new Map<string, Promise<RegistryImage | null>>()
  readonly #failures = new Map<string, AppError>()
  readonly #local = new Map<string, Promise<LocalImage | null>>()

  constructor(context: PackContext) {
    this.#context = context
  }

  beginPublished(reference: string): void {
    void this.#readPublished(reference)
  }

  beginLocal(reference: string): void {
    void this.#readLocal(reference)
  }

  /** The image as its registry has it; null when there is no such registry, or no such image in it. */
  readPublished(reference: string, signal: AbortSignal): Promise<RegistryImage | null> {
    return untilAborted(this.#readPublished(reference), signal)
  }

  /** Why an image that was read in its registry could not be; null when it could, or is not there. */
  failureOf(reference: string): AppError | null {
    return this.#failures.get(reference) ?? null
  }

  /** The image as the engine had it when it was first asked; null when it had none. */
  readLocal(reference: string, signal: AbortSignal): Promise<LocalImage | null> {
    return untilAborted(this.#readLocal(reference), signal)
  }

  /** The engine may have another image by now, and is asked anew. */
  forgetLocal(reference: string): void {
    this.#local.delete(reference)
  }

  #readPublished(reference: string): Promise<RegistryImage | null> {
    return once(this.#published, reference, () => this.#askRegistry(reference))
  }

  async #askRegistry(reference: string): Promise<RegistryImage | null> {
    // Made on this machine: no registry is to be asked about it.
    if (isCustomised(reference)) return null
    const { dependencies, signal } = this.#context
    try {
      return await dependencies.registry.readImage({ reference, auth: authFor(this.#context, reference), signal })
    } catch (error) {
      // Images made on this machine have no registry; there is a way without one.
      if (!(error instanceof AppError) || isCancelled(error)) throw error
      this.#failures.set(reference, error as AppError)
      return null
    }
  }

  #readLocal(reference: string): Promise<LocalImage | null> {
    const { dependencies, signal } = this.#context
    return once(this.#local, reference, () => dependencies.engine.inspectImage(reference, signal))
  }
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, read: () => Promise<Value>): Promise<Value> {
  const earlier = known.get(key)
  if (earlier !== undefined) return earlier
  const reading = read()
  // Nobody may be there to hear of it.
  reading.catch(() => undefined)
  known.set(key, reading)
  return reading
}

/** Whether the engine has the very image that the registry has. */
export function isSameBase(local: LocalImage, base: RegistryImage): boolean {
  const diffIds = diffIdsOf(base)
  return diffIds?.length === local.layers.length && diffIds.every((diffId, index) => diffId === local.layers[index])
}
