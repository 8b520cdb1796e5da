import type { BaseImages } from '../../../shared/model/base-image.ts'
import type { ImageTransfer } from '../../../shared/model/pack.ts'
import type { SmokeBadge } from '../../../shared/model/smoke.ts'
import type { CustomisedBase } from '../../../shared/model/packages.ts'
import { Later } from '../async/later.ts'
import { merge } from '../async/merge.ts'
import type { CodeLayer } from '../layer/code-layer.ts'
import type { PackFact } from '../jobs/pack-fact.ts'
import type { LocalImage } from '../ports/engine.ts'
import type { RegistryImage } from '../ports/registry.ts'
import { climbLadder } from '../smoke/climb-ladder.ts'
import type { ImageToMake } from './build-image.ts'
import type { CodeImage } from './code-image.ts'
import { customise } from './customise.ts'
import { findRoute } from './find-route.ts'
import type { DirectRoute } from './find-route.ts'
import { isSameBase } from './image-reader.ts'
import type { ImageReader } from './image-reader.ts'
import { codeImageOf, makeLocalImage } from './make-local-image.ts'
import type { Milestone } from './milestone.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import { publishImage } from './publish-image.ts'
import { pullBase } from './pull-base.ts'
import { inStage } from './stage.ts'
import type { Activities } from './stage.ts'

export interface MadeImage {
  readonly lane: 'cpu' | 'gpu'
  readonly name: string
  /** Null when the engine does not have it (yet). */
  readonly local: LocalImage | null
  /** Null unless it is in the registry. */
  readonly published: { readonly id: string; readonly digest: string; readonly transfer: ImageTransfer } | null
  /** Null unless the project has packages. */
  readonly customised: CustomisedBase | null
  readonly toMake: ImageToMake
  /** What came of trying it before the push; null where it was not tried. */
  readonly smoke: SmokeBadge | null
}

interface LaneOptions {
  readonly layer: Later<CodeLayer>
  readonly reader: ImageReader
  readonly milestone: Milestone
}

/** The two images are made side by side; the registry names the GPU image last, once all else is there. */
export async function* makeImages(
  context: PackContext,
  bases: BaseImages,
  options: LaneOptions,
): Activities<MadeImage[]> {
  const { plan } = context
  const cpuDone = new Later<null>()
  const branches: ((signal: AbortSignal) => Activities<MadeImage>)[] = []
  if (bases.cpu !== null && plan.cpuImage !== null) {
    const image: ImageToMake = { lane: 'cpu', baseImage: bases.cpu, tag: plan.cpuImage }
    branches.push((signal) => engineLane({ ...context, signal }, image, { ...options, done: cpuDone }))
  } else cpuDone.set(null)
  if (bases.gpu !== null && plan.gpuImage !== null) {
    const image: ImageToMake = { lane: 'gpu', baseImage: bases.gpu, tag: plan.gpuImage }
    branches.push((signal) => gpuLane({ ...context, signal }, image, { ...options, cpuDone }))
  }
  return yield* merge(branches, context.signal)
}

/** An image that the engine makes of a base that it has, or pulls. */
async function* engineLane(
  context: PackContext,
  image: ImageToMake,
  { layer, reader, done }: Omit<LaneOptions, 'milestone'> & { readonly done: Later<null> },
): Activities<MadeImage> {
  const { local, customised } = yield* pullAndMake(context, image, { layer, reader })
  const smoke = image.lane === 'cpu' ? yield* climbLadder(context, local.id) : null
  done.set(null)
  return { lane: image.lane, name: image.tag, local, published: null, customised, toMake: image, smoke }
}

export async function* pullAndMake(
  context: PackContext,
  image: ImageToMake,
  { layer, reader }: Omit<LaneOptions, 'milestone'>,
): Activities<Pick<MadeImage, 'customised'> & { readonly local: LocalImage }> {
  const { lane, baseImage } = image
  reader.beginPublished(baseImage)
  yield* inStage({ stage: 'pull', lane, settle: (state) => state }, pullBase(context, image, reader))
  const customised = yield* customise(context, lane, baseImage)
  const from = customised === null ? image : { ...image, baseImage: customised.image }
  const onto = (): Promise<RegistryImage | null> => reader.readPublished(from.baseImage, context.signal)
  const local = yield* inStage({ stage: 'build', lane }, makeLocalImage(context, from, { layer, reader, base: onto }))
  return { customised, local }
}

async function* gpuLane(
  context: PackContext,
  image: ImageToMake,
  options: LaneOptions & { readonly cpuDone: Later<null> },
): Activities<MadeImage> {
  const route = yield* findRoute(context, image, options.reader)
  if (route === null) return yield* engineLane(context, image, { ...options, done: new Later() })
  return yield* directLane(context, image, { ...options, route })
}

/** The code's layer goes to the registry; the engine gets it beside that, if it has the base. */
async function* directLane(
  context: PackContext,
  image: ImageToMake,
  options: LaneOptions & { readonly cpuDone: Later<null>; readonly route: DirectRoute },
): Activities<MadeImage> {
  const { layer, reader, route, cpuDone } = options
  const { base } = route
  yield { type: 'fact', fact: { kind: 'base', lane: 'gpu', reference: image.baseImage, id: null, digest: base.digest } }
  const present = await reader.readLocal(image.baseImage, context.signal)
  const loads = context.plan.keepGpuImage && present !== null && isSameBase(present, base)
  const localDone = new Later<null>()
  let local: LocalImage | null = null
  let published: MadeImage['published'] = null
  const load = async function* (signal: AbortSignal): Activities<void> {
    const own = { ...context, signal }
    local = yield* inStage(
      { stage: 'build', lane: 'gpu' },
      makeLocalImage(own, image, { layer, reader, base: () => Promise.resolve(base) }),
    )
    localDone.set(null)
  }
  const push = async function* (signal: AbortSignal): Activities<void> {
    const ready = async (): Promise<void> => {
      await Promise.all([cpuDone.wait(signal), loads ? localDone.wait(signal) : null])
    }
    published = yield* inStage(
      { stage: 'push', lane: 'gpu', settle: ({ transfer }) => (transfer.existed ? 'skipped' : 'done') },
      publish({ ...context, signal }, image, { ...options, loads, ready }),
    )
  }
  yield* merge(loads ? [load, push] : [push], context.signal)
  return { lane: 'gpu', name: image.tag, local, published, customised: null, toMake: image, smoke: null }
}

async function* publish(
  context: PackContext,
  image: ImageToMake,
  options: LaneOptions & {
    readonly route: DirectRoute
    /** The engine makes it, too, and tells of it as it has it. */
    readonly loads: boolean
    readonly ready: () => Promise<void>
  },
): Activities<NonNullable<MadeImage['published']>> {
  const { route, loads, ready, milestone } = options
  const { auth, base } = route
  const layer = await options.layer.wait(context.signal)
  const made = codeImageOf(context, { lane: image.lane, layer, base })
  // Known from here on: what is cut off now can be gone on with.
  if (!loads) yield { type: 'fact', fact: imageFact(image, made) }
  yield {
    type: 'note',
    note: { code: 'push-plan', way: route.way, image: image.tag, sizeBytes: bytesToSend(route, layer) },
  }
  const { registry } = context.dependencies
  const baseAuth = authFor(context, base.reference)
  const sending = { registry, tag: image.tag, auth, base, baseAuth, image: made, layer, ready }
  const transfer = yield* publishImage({ ...sending, signal: context.signal })
  milestone.reached = 'pushed'
  yield { type: 'fact', fact: pushFact(image, made, transfer) }
  return { id: made.config.digest, digest: made.digest, transfer }
}

/** Its size is that of what the registry keeps. */
function imageFact({ lane, tag }: ImageToMake, { config, layers, diffIds }: CodeImage): PackFact {
  const sizeBytes = [config, ...layers].reduce((sum, blob) => sum + blob.sizeBytes, 0)
  return { kind: 'image', lane, name: tag, id: config.digest, sizeBytes, layers: diffIds }
}

function pushFact({ tag }: ImageToMake, { digest }: CodeImage, { blobs }: ImageTransfer): PackFact {
  const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0)
  return { kind: 'push', reference: tag, digest, sizeBytes }
}

function bytesToSend({ way, base }: DirectRoute, layer: CodeLayer): number {
  return layer.sizeBytes + (way === 'copy' ? totalOf(base) : 0)
}

function totalOf({ layers }: RegistryImage): number {
  return layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
