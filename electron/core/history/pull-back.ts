import { AppError } from '../../../shared/errors.ts'
import type { RecordedImage, RecordedPush } from '../../../shared/model/pack-record.ts'
import type { TransferResult } from '../../../shared/model/transfer.ts'
import { ProgressFold } from '../pack/fold-progress.ts'
import { inStage, type Activities } from '../pack/stage.ts'
import { tellProgress } from '../pack/tell-progress.ts'
import type { Engine } from '../ports/engine.ts'
import type { RegistryAuth } from '../ports/registry.ts'
import { referenceByDigest } from './reference-by-digest.ts'

export interface PullBackOptions {
  readonly engine: Engine
  readonly image: RecordedImage
  readonly push: RecordedPush
  readonly auth: RegistryAuth | null
  readonly signal: AbortSignal
}

/** Gets an image back that was removed here, by its digest; it gets its name again unless that stands for another now. */
export async function* pullBack({ engine, image, push, auth, signal }: PullBackOptions): Activities<TransferResult> {
  const byDigest = referenceByDigest(push)
  const pulling = tellProgress(engine.pullImage({ reference: byDigest, auth, signal }), new ProgressFold('pull', 'gpu'))
  yield* inStage({ stage: 'pull', lane: 'gpu' }, pulling)
  const pulled = await engine.inspectImage(byDigest, signal)
  if (pulled === null) throw new AppError('image-missing', { image: byDigest })
  if ((await engine.inspectImage(image.name, signal)) === null) await engine.tagImage(pulled.id, image.name, signal)
  return { kind: 'transfer', reference: byDigest, digest: push.digest, id: pulled.id }
}
