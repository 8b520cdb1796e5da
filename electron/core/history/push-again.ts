import { AppError } from '../../../shared/errors.ts'
import type { RecordedImage } from '../../../shared/model/pack-record.ts'
import type { TransferResult } from '../../../shared/model/transfer.ts'
import { ProgressFold } from '../pack/fold-progress.ts'
import { inStage, type Activities } from '../pack/stage.ts'
import { tellProgress } from '../pack/tell-progress.ts'
import type { Engine, LocalImage, RegistryAuth } from '../ports.ts'
import { copyPushed, findPushed, type CopyOptions, type FoundPush } from './copy-pushed.ts'

export interface PushAgainOptions extends CopyOptions {
  readonly engine: Engine
  readonly image: RecordedImage
}

const cleanUpTimeoutMs = 10_000

/**
 * Pushes the image of an earlier pack, by its id and not by its name, which may stand for another by now. Where a
 * registry has it still, it goes from there, byte for byte, and the engine need not have it. Names on this machine are
 * afterwards what they were before. Rejects with `image-missing` when nobody has it any more.
 */
export async function* pushAgain(options: PushAgainOptions): Activities<TransferResult> {
  const { engine, auth, signal } = options
  const found = yield* findPushed(options)
  if (found === null) yield* inStage({ stage: 'login', lane: 'shared' }, login(engine, auth, signal))
  return yield* inStage({ stage: 'push', lane: 'gpu' }, found === null ? push(options) : copy(found, options))
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
