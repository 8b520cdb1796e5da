import { errorWords } from '../error-words.ts'
import type { Later } from '../async/later.ts'
import type { CodeLayer } from '../layer/code-layer.ts'
import { ImageReader } from './image-reader.ts'
import { pullAndMake } from './lanes.ts'
import type { MadeImage } from './lanes.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'

/**
 * Gives the engine an image that is in the registry already. The pack has succeeded by now: being cancelled, or a
 * failure, only leaves the image where it is, in the registry.
 */
export async function* keepGpuImage(
  context: PackContext,
  made: MadeImage,
  layer: Later<CodeLayer>,
): Activities<MadeImage> {
  const { plan, dependencies, signal, changes } = context
  const { local, published, name } = made
  if (local !== null || published === null) return made
  try {
    // It may be here from an earlier pack of the same code.
    const present = await dependencies.engine.inspectImage(name, signal)
    if (present?.id === published.id || present?.id === published.digest) return { ...made, local: present }
    const reader = new ImageReader(context)
    if (plan.keepGpuImage) return { ...made, ...(yield* pullAndMake(context, made.toMake, { layer, reader })) }
  } catch (error) {
    yield { type: 'note', note: { code: 'gpu-not-kept', image: name, words: errorWords(error) } }
  }
  for (const note of await changes.removeOutdated(name)) yield { type: 'note', note }
  return made
}
