import { AppError } from '../../../shared/errors.ts'
import type { RecordedImage } from '../../../shared/model/pack-record.ts'
import type { TransferResult } from '../../../shared/model/transfer.ts'
import { ProgressFold } from '../pack/fold-progress.ts'
import { inStage, type Activities } from '../pack/stage.ts'
import { tellProgress } from '../pack/tell-progress.ts'
import type { Engine, LocalImage, RegistryAuth } from '../ports.ts'

export interface PushAgainOptions {
  readonly engine: Engine
  readonly image: RecordedImage
  /** Where to: a name with a tag. */
  readonly reference: string
  readonly auth: RegistryAuth
  readonly signal: AbortSignal
}

const cleanUpTimeoutMs = 10_000

/**
 * Pushes the image of an earlier pack, by its id and not by its name, which may stand for another by now. Names on this
 * machine are afterwards what they were before. Rejects with `image-missing` when the engine does not have it any more.
 */
export async function* pushAgain(options: PushAgainOptions): Activities<TransferResult> {
  const { engine, image, reference, auth, signal } = options
  yield* inStage({ stage: 'login', lane: 'shared' }, login(engine, auth, signal))
  return yield* inStage({ stage: 'push', lane: 'gpu' }, push({ engine, image, reference, auth, signal }))
}

async function* login(engine: Engine, auth: RegistryAuth, signal: AbortSignal): Activities<void> {
  if (auth.password === '') return
  yield { type: 'log', source: 'app', text: `login to ${auth.host} as ${auth.username}` }
  await engine.checkAuth(auth, signal)
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
