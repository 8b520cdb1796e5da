import { AppError } from '../../../shared/errors.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { ImageTransfer } from '../../../shared/model/pack.ts'
import type { KeptLayer } from '../layer/code-layer.ts'
import type {
  BlobSource,
  ImageRegistry,
  PublishOutcome,
  PublishProgress,
  RegistryAuth,
  RegistryImage,
} from '../ports/registry.ts'
import type { EngineProgress } from '../ports/engine.ts'
import type { CodeImage } from './code-image.ts'
import { ProgressFold } from './fold-progress.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

export interface ImageToPublish {
  readonly registry: ImageRegistry
  readonly tag: string
  readonly auth: RegistryAuth
  readonly base: RegistryImage
  /** For where the base is. */
  readonly baseAuth: RegistryAuth | null
  readonly image: CodeImage
  readonly layer: KeptLayer
  /** Waited for before the image gets its name in the registry, which nothing can take back. */
  readonly ready?: () => Promise<void>
  readonly signal: AbortSignal
}

/** Sends the code's layer to the registry, which has the base's layers or gets them from the base's registry. */
export async function* publishImage(options: ImageToPublish): Activities<ImageTransfer> {
  const { registry, tag, auth, image, layer, ready, signal } = options
  const sources = baseSources(options)
  const publishing = registry.publishImage({
    reference: tag,
    auth,
    mediaType: image.mediaType,
    manifest: image.manifest,
    config: {
      ...image.config,
      sources: [{ kind: 'bytes', read: (startByte) => piece(image.config.bytes, startByte) }],
    },
    layers: image.layers.map((blob) => ({
      ...blob,
      sources: blob.digest === layer.digest ? [{ kind: 'bytes', read: (startByte) => layer.read(startByte) }] : sources,
    })),
    ...(ready === undefined ? {} : { ready }),
    signal,
  })
  const outcome = yield* tellProgress(asEngineProgress(publishing), new ProgressFold('push', 'gpu'))
  if (outcome.digest !== image.digest) {
    throw new AppError('digest-mismatch', { host: auth.host, digest: image.digest })
  }
  if (outcome.existed) yield { type: 'note', note: { code: 'already-there', image: tag, digest: outcome.digest } }
  if (!outcome.isReadBack) yield { type: 'note', note: { code: 'not-read-back', image: tag, digest: outcome.digest } }
  return { way: 'direct', existed: outcome.existed, blobs: [...outcome.blobs] }
}

/** Within a registry a layer is mounted, which moves nothing. */
function baseSources({ tag, base, baseAuth }: ImageToPublish): BlobSource[] {
  const [from, to] = [parseImageRef(base.reference), parseImageRef(tag)]
  const copy: BlobSource = { kind: 'copy', reference: base.reference, auth: baseAuth }
  return from !== null && from.host === to?.host ? [{ kind: 'mount', repository: from.repository }, copy] : [copy]
}

async function* piece(bytes: Uint8Array, startByte: number): AsyncGenerator<Uint8Array, void> {
  await Promise.resolve()
  yield bytes.subarray(startByte)
}

/** So that it is told as a push by the engine is. */
export async function* asEngineProgress(
  publishing: AsyncGenerator<PublishProgress, PublishOutcome>,
): AsyncGenerator<EngineProgress, PublishOutcome> {
  try {
    for (;;) {
      const step = await publishing.next()
      if (step.done === true) return step.value
      yield progressOf(step.value)
    }
  } finally {
    await publishing.return(undefined as never)
  }
}

const phases = {
  waiting: 'waiting',
  mounting: 'waiting',
  copying: 'uploading',
  uploading: 'uploading',
  done: 'done',
} as const

function progressOf(progress: PublishProgress): EngineProgress {
  if (progress.type === 'retry') {
    return { type: 'line', text: `${progress.words}; trying again in ${Math.ceil(progress.delayMs / 1000)} s` }
  }
  const { digest, phase, currentBytes, totalBytes, how } = progress
  const id = digest.replace(/^sha256:/, '').slice(0, 12)
  const existed = how === 'existed' || how === 'mounted'
  return { type: 'layer', id, phase: phases[phase], currentBytes, totalBytes, existed }
}
