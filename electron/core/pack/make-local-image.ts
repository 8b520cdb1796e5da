import { AppError } from '../../../shared/errors.ts'
import type { Later } from '../async/later.ts'
import type { CodeLayer } from '../layer/code-layer.ts'
import type { PackFact } from '../jobs/pack-fact.ts'
import type { LocalImage } from '../ports/engine.ts'
import type { RegistryImage } from '../ports/registry.ts'
import { buildImage } from './build-image.ts'
import type { ImageToMake } from './build-image.ts'
import { codeImage } from './code-image.ts'
import type { CodeImage } from './code-image.ts'
import { ProgressFold } from './fold-progress.ts'
import { isSameBase } from './image-reader.ts'
import type { ImageReader } from './image-reader.ts'
import { packLabels } from './labels.ts'
import type { PackContext } from './pack-context.ts'
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
    readonly reader: ImageReader
    /** As its registry has it; null when none does. */
    readonly base: () => Promise<RegistryImage | null>
  },
): Activities<LocalImage> {
  const { signal } = context
  const local = await from.reader.readLocal(image.baseImage, signal)
  if (local === null) throw new AppError('image-missing', { image: image.baseImage })
  yield { type: 'fact', fact: baseFact(image, local) }
  const base = await from.base()
  const layer = await from.layer.wait(signal)
  const labels = labelsOf(context, { lane: image.lane, layer, baseLayers: local.layers.length })
  const known = base !== null && isSameBase(local, base) ? codeImage({ base, layer, labels }) : null
  // A layer that had to be made may have taken long enough for another image to get the name.
  if (!layer.wasKept) from.reader.forgetLocal(image.tag)
  const former = await from.reader.readLocal(image.tag, signal)
  const isSame = former !== null && known !== null && isImage(former, known)
  const made = isSame ? former : yield* make(context, image, { known, layer, labels, former })
  const { id, sizeBytes, layers } = made
  yield { type: 'fact', fact: { kind: 'image', lane: image.lane, name: image.tag, id, sizeBytes, layers } }
  return made
}

/** With containerd's store an engine knows an image by its manifest, otherwise by its configuration. */
function isImage({ id, layers }: LocalImage, { digest, config, diffIds }: CodeImage): boolean {
  return (id === config.digest || id === digest) && layers.join() === diffIds.join()
}

async function* make(
  context: PackContext,
  image: ImageToMake,
  options: {
    /** Null when nothing but the engine knows the base. */
    readonly known: CodeImage | null
    readonly layer: CodeLayer
    readonly labels: Readonly<Record<string, string>>
    readonly former: LocalImage | null
  },
): Activities<LocalImage> {
  const { known, layer, labels, former } = options
  const { changes, signal, dependencies } = context
  changes.expect(image.tag, former)
  const loaded = known === null ? null : yield* loadImage(context, image, { image: known, layer })
  const id = loaded?.id ?? (yield* buildImage(context, image, { layer, labels }))
  changes.made(image.tag, id)
  const made = loaded ?? (await dependencies.engine.inspectImage(id, signal))
  if (made === null) throw new AppError('image-missing', { image: image.tag })
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
): Activities<LocalImage | null> {
  const { uncompressedBytes } = layer
  const read = (): AsyncIterable<Uint8Array> => layer.read(0)
  const loading = dependencies.engine.loadImage({ ...image, read, uncompressedBytes, tag, signal })
  const loaded = yield* tellProgress(loading, new ProgressFold('build', lane))
  if (loaded === null) {
    yield { type: 'log', source: 'app', text: `${tag}: the engine does not take the layer as it is; it builds instead` }
  }
  return loaded
}
