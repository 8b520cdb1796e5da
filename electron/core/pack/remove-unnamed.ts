import type { Engine } from '../ports/engine.ts'
import { isPackedImage, projectLabel } from './labels.ts'

/**
 * Removes images of projects that a pack, cut off in the middle, could not: its own without a name yet, and those that
 * have lost theirs to it. What came from a registry stays. An image in use is left to a later pack.
 */
export async function removeUnnamed(options: {
  readonly engine: Engine
  /** Their names. */
  readonly projects: readonly string[]
  /** A pack that runs has images without a name for a moment. */
  readonly isPacking: () => boolean
  readonly signal: AbortSignal
}): Promise<void> {
  const { engine, projects, isPacking, signal } = options
  for (const value of projects) {
    for (const id of await engine.findImages({ name: projectLabel, value }, signal)) {
      const image = await engine.inspectImage(id, signal)
      if (image === null || !isPackedImage(image)) continue
      if (image.repoTags.length > 0 || image.repoDigests.length > 0) continue
      if (isPacking()) return
      await engine.removeImage(id, signal).catch(() => undefined)
    }
  }
}
