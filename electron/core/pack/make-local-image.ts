import { AppError } from '../../../shared/errors.ts'
import type { Later } from '../async/later.ts'
import type { CodeLayer } from '../layer/code-layer.ts'
import type { PackFact } from '../jobs/pack-fact.ts'
import type { LocalImage, RegistryImage } from '../ports.ts'
import { buildImage } from './build-image.ts'
import type { ImageToMake } from './build-image.ts'
import { codeImage } from './code-image.ts'
import type { CodeImage } from './code-image.ts'
import { ProgressFold } from './fold-progress.ts'
import { packLabels } from './labels.ts'
import type { PackContext } from './pack-context.ts'
import { isSameBase } from './read-base.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

/**
 * Gives the engine, which has the base, the code's layer: as it is where the engine takes it, by a build where it does
 * not or where nothing but the engine knows the base.
 */
export async function* makeLocalImage(
  context: PackContext,
  image: ImageToMake,
  from: {
    readonly layer: Later<CodeLayer>
    /** As its registry has it; null when none does. */
    readonly base: () => Promise<RegistryImage | null>
  },
): Activities<LocalImage> {
  const { changes, signal, dependencies } = context
  const local = await dependencies.engine.inspectImage(image.baseImage, signal)
  if (local === null) throw new AppError('image-missing', { image: image.baseImage })
  yield { type: 'fact', fact: baseFact(image, local) }
  const base = await from.base()
  const layer = await from.layer.wait(signal)
  const labels = labelsOf(context, { lane: image.lane, layer, baseLayers: local.layers.length })
  await changes.expect(image.tag, signal)
  const known = base !== null && isSameBase(local, base) ? codeImage({ base, layer, labels }) : null
  const loaded = known === null ? null : yield* loadImage(context, image, { image: known, layer })
  const id = loaded ?? (yield* buildImage(context, image, { layer, labels }))
  changes.made(image.tag, id)
  const made = await dependencies.engine.inspectImage(id, signal)
  if (made === null) throw new AppError('image-missing', { image: image.tag })
  const { sizeBytes, layers } = made
  yield { type: 'fact', fact: { kind: 'image', lane: image.lane, name: image.tag, id, sizeBytes, layers } }
  return made
}

function baseFact({ lane, baseImage }: ImageToMake, base: LocalImage): PackFact {
  const digests = base.repoDigests.map((named) => named.split('@') as [string, string])
  const own = digests.find(([repository]) => baseImage.startsWith(repository)) ?? digests[0]
  return { kind: 'base', lane, reference: baseImage, id: base.id, digest: own?.[1] ?? null }
}

/** The image of a base that tells its layers. */
export function codeImageOf(
  context: PackContext,
  { lane, layer, base }: { readonly lane: 'cpu' | 'gpu'; readonly layer: CodeLayer; readonly base: RegistryImage },
): CodeImage {
  const labels = labelsOf(context, { lane, layer, baseLayers: base.layers.length })
  const image = codeImage({ base, layer, labels })
  if (image !== null) return image
  throw new AppError('manifest-unusable', {
    image: base.reference,
    words: 'its configuration does not tell its layers',
  })
}

function labelsOf(
  { plan }: PackContext,
  { lane, layer, baseLayers }: { readonly lane: 'cpu' | 'gpu'; readonly layer: CodeLayer; readonly baseLayers: number },
): Record<string, string> {
  const { name } = plan.request.project
  return packLabels({ project: name, codeDigest: layer.codeDigest, lane, layerCount: baseLayers + 1 })
}

async function* loadImage(
  { dependencies, signal }: PackContext,
  { lane, tag }: ImageToMake,
  { image, layer }: { readonly image: CodeImage; readonly layer: CodeLayer },
): Activities<string | null> {
  const loading = dependencies.engine.loadImage({ ...image, read: () => layer.read(0), tag, signal })
  const id = yield* tellProgress(loading, new ProgressFold('build', lane))
  if (id === null) {
    yield { type: 'log', source: 'app', text: `${tag}: the engine does not take the layer as it is; it builds instead` }
  }
  return id
}
