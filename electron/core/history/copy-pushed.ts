import { AppError, isCancelled } from '../../../shared/errors.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { RecordedPush } from '../../../shared/model/pack-record.ts'
import { errorWords } from '../error-words.ts'
import { ProgressFold } from '../pack/fold-progress.ts'
import { asEngineProgress } from '../pack/publish-image.ts'
import type { Activities } from '../pack/stage.ts'
import { tellProgress } from '../pack/tell-progress.ts'
import type {
  BlobDescriptor,
  BlobSource,
  BlobToPublish,
  ImageRegistry,
  PublishOutcome,
  RegistryAuth,
  RegistryImage,
} from '../ports/registry.ts'
import { referenceByDigest } from './reference-by-digest.ts'

export interface CopyOptions {
  readonly registry: ImageRegistry
  /** Where the image was pushed to until now. */
  readonly pushes: readonly RecordedPush[]
  /** Where to: a name with a tag. */
  readonly reference: string
  readonly auth: RegistryAuth
  /** For where it was pushed to. */
  readonly authFor: (reference: string) => Promise<RegistryAuth | null>
  readonly signal: AbortSignal
}

/** An image where it was pushed to, under its digest. */
export interface FoundPush {
  readonly image: RegistryImage
  readonly auth: RegistryAuth | null
}

/** Null where no registry that has got the image has it still, or says so. */
export async function* findPushed(options: CopyOptions): Activities<FoundPush | null> {
  const { registry, pushes, authFor, signal } = options
  const places = new Set(pushes.toReversed().map(referenceByDigest))
  for (const reference of places) {
    try {
      const auth = await authFor(reference)
      const image = await registry.readImage({ reference, auth, signal })
      if (image !== null) return { image, auth }
    } catch (error) {
      if (isCancelled(error)) throw error
      yield { type: 'log', source: 'app', text: `${reference}: ${errorWords(error)}` }
    }
  }
  return null
}

/** Gives it another name in its registry, which moves no bytes, or has another registry get what it lacks. */
export async function* copyPushed(
  { image, auth }: FoundPush,
  { registry, reference, auth: targetAuth, signal }: CopyOptions,
): Activities<PublishOutcome> {
  yield { type: 'log', source: 'app', text: `copy ${image.reference} to ${reference}` }
  const [from, to] = [parseImageRef(image.reference), parseImageRef(reference)]
  const isNear = from !== null && from.host === to?.host && from.repository !== to.repository
  const sources: BlobSource[] = [
    ...(isNear ? [{ kind: 'mount', repository: from.repository } as const] : []),
    { kind: 'copy', reference: image.reference, auth },
  ]
  const withSources = (blob: BlobDescriptor): BlobToPublish => ({ ...blob, sources })
  const { mediaType, manifest, config, layers } = image
  const publishing = registry.publishImage({
    ...{ reference, auth: targetAuth, mediaType, manifest, signal },
    config: withSources(config),
    layers: layers.map(withSources),
  })
  const outcome = yield* tellProgress(asEngineProgress(publishing), new ProgressFold('push', 'gpu'))
  if (outcome.digest !== image.digest) {
    throw new AppError('digest-mismatch', { host: targetAuth.host, digest: image.digest })
  }
  return outcome
}
