import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { isWithoutPackages } from '../../../shared/model/packages.ts'
import type { RegistryAuth, RegistryImage } from '../ports.ts'
import type { ImageToMake } from './build-image.ts'
import { diffIdsOf } from './code-image.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import { readBase } from './read-base.ts'
import type { Activities } from './stage.ts'

/** How an image gets into its registry past the engine. */
export interface DirectRoute {
  /** `mount`: the base is in the same registry, so only the code is sent. `copy`: the base's layers are sent too. */
  readonly way: 'mount' | 'copy'
  readonly auth: RegistryAuth
  readonly base: RegistryImage
}

/**
 * Null when the engine is to push the image: the base is in no registry, as one with packages of the project's, or changes, is, or it is in another one and is to be pulled
 * here anyway, so that the engine may as well send it from here. Says so.
 */
export async function* findRoute(
  context: PackContext,
  { baseImage, tag }: ImageToMake,
): Activities<DirectRoute | null> {
  const { plan } = context
  const auth = authFor(context, tag)
  if (!plan.push || auth === null) return null
  const way = parseImageRef(baseImage)?.host === auth.host ? 'mount' : 'copy'
  // A base that was made for the project is in the engine alone.
  const { project, keptChanges } = plan.request
  const isLocal = !isWithoutPackages(project.packages) || keptChanges.length > 0
  const base = isLocal || (way === 'copy' && plan.keepGpuImage) ? null : await readBase(context, baseImage)
  if (base !== null && diffIdsOf(base)?.length === base.layers.length) return { way, auth, base }
  yield { type: 'note', note: { code: 'push-plan', way: 'engine', image: tag, sizeBytes: null } }
  return null
}
