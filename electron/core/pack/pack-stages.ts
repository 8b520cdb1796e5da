import { cancelled } from '../../../shared/errors.ts'
import type { BaseImages } from '../../../shared/model/base-image.ts'
import type { ImageTransfer, PackedImage, PackResult } from '../../../shared/model/pack.ts'
import { commandFileText } from '../../../shared/uaitrain/commands.ts'
import { Later } from '../async/later.ts'
import { merge } from '../async/merge.ts'
import type { CodeLayer, LayerStep } from '../layer/code-layer.ts'
import { prepareRoute } from './find-route.ts'
import { ImageReader } from './image-reader.ts'
import { keepGpuImage } from './keep-gpu-image.ts'
import { makeImages } from './lanes.ts'
import type { MadeImage } from './lanes.ts'
import type { Milestone } from './milestone.ts'
import type { PackContext } from './pack-context.ts'
import { packLayer, scan } from './pack-layer.ts'
import type { WalkedCode } from './pack-layer.ts'
import type { PackLog } from './pack-log.ts'
import { check, login, resolve } from './prepare.ts'
import { pushImage } from './push-image.ts'
import { inStage } from './stage.ts'
import type { Activities } from './stage.ts'

interface PackTools {
  readonly milestone: Milestone
  readonly log: PackLog
}

/** The stages of a pack in their order: the code is packed once, while the rest goes on as far as it can without it. */
export async function* packStages(context: PackContext, tools: PackTools): Activities<PackResult> {
  const { codePath: root, request } = context.plan
  const { ignore, mainFile } = request.project
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  const kept: { layer?: CodeLayer } = {}
  const making = keeping(context.dependencies.layers.makeLayer({ root, ignore, mainFile, signal }), kept)
  // The folder is walked while the engine is asked how it is; that fails first, if both do.
  const walking = making.next()
  walking.catch(() => undefined)
  const made = new Later<CodeLayer>()
  try {
    yield* inStage({ stage: 'check', lane: 'shared' }, check(context))
    tools.milestone.reached = 'checked'
    return yield* withLayer(context, { ...tools, walking, making, layer: made, giveUp: () => stop.abort() })
  } finally {
    stop.abort()
    // Waits for what is under way, which may come to its end all the same.
    await making.return(undefined as never)
    await kept.layer?.close()
  }
}

/** Remembers the layer even when nobody waits for it any more, so that it is closed. */
async function* keeping(
  making: AsyncGenerator<LayerStep, CodeLayer>,
  kept: { layer?: CodeLayer },
): AsyncGenerator<LayerStep, CodeLayer> {
  const layer = yield* making
  kept.layer = layer
  return layer
}

interface Packing extends PackTools {
  readonly walking: Promise<IteratorResult<LayerStep, CodeLayer>>
  readonly making: AsyncGenerator<LayerStep, CodeLayer>
  readonly layer: Later<CodeLayer>
  /** Ends the making of the layer. */
  readonly giveUp: () => void
}

async function* withLayer(context: PackContext, packing: Packing): Activities<PackResult> {
  const { plan } = context
  const { making, layer, milestone } = packing
  const outcome: { code?: WalkedCode; bases?: BaseImages; images?: MadeImage[] } = {}
  const walked = new Later<null>()
  const pack = async function* (signal: AbortSignal): Activities<void> {
    signal.addEventListener('abort', packing.giveUp, { once: true })
    outcome.code = yield* inStage({ stage: 'scan', lane: 'shared' }, scan(context, packing.walking))
    walked.set(null)
    yield* inStage({ stage: 'layer', lane: 'shared', settle: (state) => state }, packLayer(context, making, layer))
  }
  const make = async function* (signal: AbortSignal): Activities<void> {
    const own = { ...context, signal }
    const bases = yield* inStage({ stage: 'resolve', lane: 'shared' }, resolve(own))
    const reader = readerOf(own, bases)
    yield* inStage({ stage: 'login', lane: 'shared', settle: (state) => state }, login(own, bases))
    outcome.bases = bases
    // What can be wrong with the folder is known before anything is pulled, made or sent.
    await walked.wait(signal)
    outcome.images = yield* makeImages(own, bases, { layer, reader, milestone })
  }
  yield* merge([pack, make], context.signal)
  const { code, bases, images = [] } = outcome
  if (code === undefined || bases === undefined) throw cancelled()
  const gpu = images.find(({ lane }) => lane === 'gpu')
  const pushed = gpu === undefined ? null : yield* push(context, gpu, milestone)
  if (pushed === null && context.signal.aborted) throw cancelled()
  yield* inStage({ stage: 'write', lane: 'shared' }, write(context, packing, { images, pushed }))
  const kept = gpu === undefined ? null : yield* keepGpuImage(context, gpu, layer)
  for (const note of await context.changes.removeFormer()) yield { type: 'note', note }
  const { sizeBytes, uncompressedBytes, digest, codeDigest } = await layer.wait(new AbortController().signal)
  return {
    kind: 'pack',
    images: images.map((image) => packedImage(image.lane === 'gpu' && kept !== null ? kept : image, pushed)),
    baseImages: bases,
    customised: images.flatMap(({ customised }) => customised ?? []),
    commands: plan.commands,
    commandFilePath: plan.commandFilePath,
    logFilePath: plan.logFilePath,
    fileCount: code.fileCount,
    codeBytes: code.sizeBytes,
    layer: { codeDigest, digest, sizeBytes, uncompressedBytes },
    transfer: pushed?.transfer ?? null,
    smoke: images.find(({ lane }) => lane === 'cpu')?.smoke ?? null,
  }
}

/** Looks at the images while the engine logs in and the folder is walked. */
function readerOf(context: PackContext, { cpu, gpu }: BaseImages): ImageReader {
  const { cpuImage, gpuImage } = context.plan
  const reader = new ImageReader(context)
  if (cpu !== null && cpuImage !== null) {
    reader.beginPublished(cpu)
    reader.beginLocal(cpu)
    reader.beginLocal(cpuImage)
  }
  if (gpu !== null && gpuImage !== null) {
    prepareRoute(context, { baseImage: gpu, tag: gpuImage }, reader)
    reader.beginLocal(gpu)
    reader.beginLocal(gpuImage)
  }
  return reader
}

interface Pushed {
  readonly digest: string
  readonly transfer: ImageTransfer
}

/** What the registry has by now, or gets from the engine; null when nothing is pushed. */
async function* push(context: PackContext, gpu: MadeImage, milestone: Milestone): Activities<Pushed | null> {
  const { name, local, published } = gpu
  if (published !== null) return published
  if (local === null) return null
  const settle = (digest: string | null): 'done' | 'skipped' => (digest === null ? 'skipped' : 'done')
  const pushing = pushImage(context, { name, image: local }, milestone)
  const digest = yield* inStage({ stage: 'push', lane: 'gpu', settle }, pushing)
  return digest === null ? null : { digest, transfer: { way: 'engine', existed: false, blobs: [] } }
}

/** Of an image that is in the registry alone, the size is that of what the registry keeps. */
function packedImage({ lane, name, local, published }: MadeImage, pushed: Pushed | null): PackedImage {
  const digest = lane === 'gpu' ? (pushed?.digest ?? null) : null
  const publishedBytes = published?.transfer.blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0) ?? 0
  return {
    lane,
    name,
    id: local?.id ?? published?.id ?? '',
    digest,
    sizeBytes: local?.sizeBytes ?? publishedBytes,
    isLocal: local !== null,
  }
}

async function* write(
  { plan, dependencies }: PackContext,
  { milestone, log }: PackTools,
  { images, pushed }: { readonly images: readonly MadeImage[]; readonly pushed: Pushed | null },
): Activities<void> {
  for (const image of images) {
    const { name, id, digest } = packedImage(image, pushed)
    log.line(`${name} ${id} ${digest ?? 'not pushed'}`)
  }
  await dependencies.files.replace(plan.logFilePath, log.text())
  const text = commandFileText(plan.commands)
  await dependencies.files.replace(plan.commandFilePath, text)
  milestone.reached = 'written'
  yield { type: 'fact', fact: { kind: 'commands', text } }
}
