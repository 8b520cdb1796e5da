import { AppError } from '../../../shared/errors.ts'
import type { RecordedImage } from '../../../shared/model/pack-record.ts'
import type { TransferResult } from '../../../shared/model/transfer.ts'
import type { LayerMaker } from '../layer/code-layer.ts'
import { ProgressFold } from '../pack/fold-progress.ts'
import { inStage, type Activities } from '../pack/stage.ts'
import { publishImage } from '../pack/publish-image.ts'
import { tellProgress } from '../pack/tell-progress.ts'
import type { Engine, LocalImage } from '../ports/engine.ts'
import type { RegistryAuth } from '../ports/registry.ts'
import { copyPushed, findPushed, type CopyOptions, type FoundPush } from './copy-pushed.ts'
import { makeAgain, type Ingredients, type MadeAgain } from './make-again.ts'

export interface PushAgainOptions extends CopyOptions {
  readonly engine: Engine
  readonly layers: LayerMaker
  /** What it was made of; null where that is not known. */
  readonly ingredients: Ingredients | null
  readonly image: RecordedImage
}

const cleanUpTimeoutMs = 10_000
const pushing = { stage: 'push', lane: 'gpu' } as const

/**
 * Pushes the image of an earlier pack, by its id and not by its name, which may stand for another by now. Where a
 * registry has it still, it goes from there, byte for byte; where the base is in the registry and the code's layer is
 * kept, it goes on where its pack was cut off. The engine need not have it in either case. Names on this machine are
 * afterwards what they were before. Rejects with `image-missing` when nobody has it any more.
 */
export async function* pushAgain(options: PushAgainOptions): Activities<TransferResult> {
  const { engine, auth, signal } = options
  const found = yield* findPushed(options)
  if (found !== null) return yield* inStage(pushing, copy(found, options))
  yield* inStage({ stage: 'login', lane: 'shared' }, login(engine, auth, signal))
  const made = yield* makeAgain(options)
  if (made === null) return yield* inStage(pushing, push(options))
  try {
    return yield* inStage(pushing, publish(made, options))
  } finally {
    await made.layer.close()
  }
}

async function* login(engine: Engine, auth: RegistryAuth, signal: AbortSignal): Activities<void> {
  if (auth.password === '') return
  yield { type: 'log', source: 'app', text: `login to ${auth.host} as ${auth.username}` }
  await engine.checkAuth(auth, signal)
}

async function* copy(found: FoundPush, options: PushAgainOptions): Activities<TransferResult> {
  const { image, reference } = options
  const { digest, sizeBytes, existed } = yield* copyPushed(found, options)
  yield { type: 'fact', fact: { kind: 'push', reference, digest, sizeBytes } }
  if (existed) yield { type: 'note', note: { code: 'already-there', image: reference, digest } }
  return { kind: 'transfer', reference, digest, id: image.id }
}

async function* publish(made: MadeAgain, options: PushAgainOptions): Activities<TransferResult> {
  const { registry, reference, auth, image, signal } = options
  const { digest } = made.image
  yield { type: 'log', source: 'app', text: `publish ${image.id} as ${reference}, layer ${made.layer.digest}` }
  const { blobs } = yield* publishImage({ ...made, registry, tag: reference, auth, signal })
  const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0)
  yield { type: 'fact', fact: { kind: 'push', reference, digest, sizeBytes } }
  return { kind: 'transfer', reference, digest, id: image.id }
}

async function* push({ engine, image, reference, auth, signal }: PushAgainOptions): Activities<TransferResult> {
  const local = await engine.inspectImage(image.id, signal)
  if (local === null) throw new AppError('image-missing', { image: image.name })
  const former = await engine.inspectImage(reference, signal)
  yield { type: 'log', source: 'app', text: `push ${image.id} as ${reference}` }
  if (former?.id !== image.id) await engine.tagImage(image.id, reference, signal)
  try {
    const fold = new ProgressFold('push', 'gpu')
    const pushed = yield* tellProgress(engine.pushImage({ reference, auth, signal }), fold)
    yield { type: 'fact', fact: { kind: 'push', reference, ...pushed } }
    if (fold.everythingExisted()) yield { type: 'note', note: { code: 'already-pushed', image: reference } }
    return { kind: 'transfer', reference, digest: pushed.digest, id: image.id }
  } finally {
    await putNameBack(engine, { reference, image, local, former })
  }
}

async function putNameBack(
  engine: Engine,
  {
    reference,
    image,
    local,
    former,
  }: {
    reference: string
    image: RecordedImage
    local: LocalImage
    former: LocalImage | null
  },
): Promise<void> {
  const signal = AbortSignal.timeout(cleanUpTimeoutMs)
  try {
    if (former !== null && former.id !== image.id) await engine.tagImage(former.id, reference, signal)
    // An image without any other name would go with its last one.
    else if (former === null && local.repoTags.length > 0) await engine.removeImage(reference, signal)
  } catch {
    // The push is what was asked for; a name that stays harms nobody.
  }
}
