import { isCancelled } from '../../../shared/errors.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { RecordedBase, RecordedImage } from '../../../shared/model/pack-record.ts'
import { errorWords } from '../error-words.ts'
import type { KeptLayer, LayerMaker } from '../layer/code-layer.ts'
import { isCustomised } from '../packages/recipe.ts'
import { codeImage, type CodeImage } from '../pack/code-image.ts'
import { packLabels } from '../pack/labels.ts'
import type { Activities } from '../pack/stage.ts'
import type { ImageRegistry, RegistryAuth, RegistryImage } from '../ports/registry.ts'

/** What a pack made its image of. */
export interface Ingredients {
  /** The project's name then. */
  readonly project: string
  readonly base: RecordedBase
  readonly codeDigest: string
}

export interface MakeAgainOptions {
  readonly registry: ImageRegistry
  readonly layers: LayerMaker
  /** Null where they are not known. */
  readonly ingredients: Ingredients | null
  readonly image: RecordedImage
  /** Where the image is to go. */
  readonly reference: string
  readonly authFor: (reference: string) => Promise<RegistryAuth | null>
  readonly signal: AbortSignal
}

/** An image as its pack would have published it. Its layer is to be closed. */
export interface MadeAgain {
  readonly base: RegistryImage
  readonly baseAuth: RegistryAuth | null
  readonly image: CodeImage
  readonly layer: KeptLayer
}

/**
 * Puts an image together once more of its base, which is in the registry that it is to go to, and its code's layer: it
 * then goes there the way that its pack began, and on from where that was cut off. Null where that gives another image,
 * or one of the two is gone.
 */
export async function* makeAgain(options: MakeAgainOptions): Activities<MadeAgain | null> {
  const { layers, ingredients, image } = options
  if (ingredients === null) return null
  const { project, codeDigest } = ingredients
  const base = yield* readBase(ingredients.base, options)
  const layer = base === null ? null : await layers.openKept(codeDigest)
  if (base === null || layer === null) return null
  const labels = packLabels({ project, codeDigest, lane: 'gpu', layerCount: base.image.layers.length + 1 })
  const made = codeImage({ base: base.image, layer, labels })
  if (made !== null && [made.config.digest, made.digest].includes(image.id)) {
    return { base: base.image, baseAuth: base.auth, image: made, layer }
  }
  await layer.close()
  return null
}

async function* readBase(
  base: RecordedBase,
  { registry, reference, authFor, signal }: MakeAgainOptions,
): Activities<{ image: RegistryImage; auth: RegistryAuth | null } | null> {
  if (isCustomised(base.reference)) return null
  const from = parseImageRef(base.reference)
  // From another registry all layers would have to come here first; the engine has them.
  if (from === null || from.host !== parseImageRef(reference)?.host) return null
  const { digest } = base
  try {
    const auth = await authFor(base.reference)
    const exact = digest === null ? base.reference : `${from.host}/${from.repository}@${digest}`
    const image = await registry.readImage({ reference: exact, auth, signal })
    return image === null ? null : { image, auth }
  } catch (error) {
    if (isCancelled(error)) throw error
    yield { type: 'log', source: 'app', text: `${base.reference}: ${errorWords(error)}` }
    return null
  }
}
