import type { Engine } from '../ports/engine.ts'
import { isPackedImage } from '../pack/labels.ts'

const timeLimitMs = 10_000

/**
 * Removes a packed image that has lost its name to a newer one while it ran, which that pack could not remove. Rejects
 * with the engine's refusal when another container uses it.
 */
export async function removeReplacedImage(engine: Engine, imageId: string): Promise<void> {
  const signal = AbortSignal.timeout(timeLimitMs)
  const image = await engine.inspectImage(imageId, signal)
  if (image === null || image.repoTags.length > 0 || !isPackedImage(image)) return
  await engine.removeImage(imageId, signal)
}
