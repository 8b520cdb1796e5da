import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { isWithoutPackages } from '../../../shared/model/packages.ts'
import type { RegistryAuth, RegistryImage } from '../ports/registry.ts'
import type { ImageToMake } from './build-image.ts'
import { diffIdsOf } from './code-image.ts'
import type { ImageReader } from './image-reader.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'

/** How an image gets into its registry past the engine. */
export interface DirectRoute {
  /** `mount`: the base is in the same registry, so only the code is sent. `copy`: the base's layers are sent too. */
  readonly way: 'mount' | 'copy'
  readonly auth: RegistryAuth
  readonly base: RegistryImage
}

/**
 * Null when the engine is to push the image: its registry does not have the base, or it is in another one and is to be
 * pulled here anyway, so that the engine may as well send it from here. Says so.
 */
export async function* findRoute(
  context: PackContext,
  { baseImage, tag }: ImageToMake,
  reader: ImageReader,
): Activities<DirectRoute | null> {
  const auth = pushAuth(context, tag)
  if (auth === null) return null
  const way = directWay(context, auth, baseImage)
  const base = way === null ? null : await reader.readPublished(baseImage, context.signal)
  if (way !== null && base !== null && diffIdsOf(base)?.length === base.layers.length) return { way, auth, base }
  yield { type: 'note', note: { code: 'push-plan', way: 'engine', image: tag, sizeBytes: null } }
  return null
}

/** Begins to read what the way that an image goes is found by. */
export function prepareRoute(
  context: PackContext,
  { baseImage, tag }: Omit<ImageToMake, 'lane'>,
  reader: ImageReader,
): void {
  const auth = pushAuth(context, tag)
  if (auth !== null && directWay(context, auth, baseImage) !== null) reader.beginPublished(baseImage)
}

function pushAuth(context: PackContext, tag: string): RegistryAuth | null {
  return context.plan.push ? authFor(context, tag) : null
}

/** How the base gets beside the image in its registry; null when the engine pushes the image, whatever the base. */
function directWay({ plan }: PackContext, auth: RegistryAuth, baseImage: string): DirectRoute['way'] | null {
  const way = parseImageRef(baseImage)?.host === auth.host ? 'mount' : 'copy'
  // A base that was made for the project is in the engine alone.
  const { project, keptChanges } = plan.request
  const isLocal = !isWithoutPackages(project.packages) || keptChanges.length > 0
  return isLocal || (way === 'copy' && plan.keepGpuImage) ? null : way
}
