import { cancelled } from '../../../shared/errors.ts'
import type { BaseImages } from '../../../shared/model/base-image.ts'
import type { PackResult } from '../../../shared/model/pack.ts'
import { commandFileText } from '../../../shared/uaitrain/commands.ts'
import { merge } from '../async/merge.ts'
import type { LocalImage } from '../ports.ts'
import { buildImage } from './build-image.ts'
import type { ImageToBuild, ScannedCode } from './build-image.ts'
import { ProgressFold } from './fold-progress.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import type { PackLog } from './pack-log.ts'
import { check, login, resolve, scan } from './prepare.ts'
import { pullBase } from './pull-base.ts'
import { inStage } from './stage.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

/**
 * How far a pack has come, for whoever cleans up after it: the project folder can be written into; the registry has
 * the new image, so that the pack is only to be finished; nothing is left to do.
 */
export interface Milestone {
  reached: 'none' | 'checked' | 'pushed' | 'written'
}

interface BuiltImage {
  readonly lane: 'cpu' | 'gpu'
  readonly name: string
  readonly image: LocalImage
}

/** The stages of a pack in their order; the two images are made side by side. */
export async function* packStages(
  context: PackContext,
  { milestone, log }: { milestone: Milestone; log: PackLog },
): Activities<PackResult> {
  const { plan } = context
  yield* inStage({ stage: 'check', lane: 'shared' }, check(context))
  milestone.reached = 'checked'
  const code = yield* inStage({ stage: 'scan', lane: 'shared' }, scan(context))
  const bases = yield* inStage({ stage: 'resolve', lane: 'shared' }, resolve(context))
  yield* inStage({ stage: 'login', lane: 'shared', settle: (state) => state }, login(context, bases))
  const branches = imagesToBuild(context, bases, code).map(
    (image) => (signal: AbortSignal) => packLane({ ...context, signal }, image),
  )
  const built = yield* merge(branches, context.signal)
  const gpuDigest = yield* inPushStage(context, { built, milestone })
  if (gpuDigest === null && context.signal.aborted) throw cancelled()
  const result: PackResult = {
    kind: 'pack',
    images: built.map(({ lane, name, image: { id, sizeBytes } }) => {
      return { lane, name, id, sizeBytes, digest: lane === 'gpu' ? gpuDigest : null }
    }),
    baseImages: bases,
    commands: plan.commands,
    commandFilePath: plan.commandFilePath,
    logFilePath: plan.logFilePath,
    fileCount: code.tree.fileCount,
    codeBytes: code.tree.sizeBytes,
  }
  yield* inStage({ stage: 'write', lane: 'shared' }, write(context, { milestone, log, result }))
  return result
}

function imagesToBuild({ plan }: PackContext, bases: BaseImages, code: ScannedCode): ImageToBuild[] {
  const images: ImageToBuild[] = []
  if (bases.cpu !== null && plan.cpuImage !== null) {
    images.push({ ...code, lane: 'cpu', baseImage: bases.cpu, tag: plan.cpuImage })
  }
  if (bases.gpu !== null && plan.gpuImage !== null) {
    images.push({ ...code, lane: 'gpu', baseImage: bases.gpu, tag: plan.gpuImage })
  }
  return images
}

async function* packLane(context: PackContext, image: ImageToBuild): Activities<BuiltImage> {
  const { lane, baseImage, tag } = image
  yield* inStage({ stage: 'pull', lane, settle: (state) => state }, pullBase(context, lane, baseImage))
  return { lane, name: tag, image: yield* inStage({ stage: 'build', lane }, buildImage(context, image)) }
}

/** Returns the digest in the registry; null when nothing is pushed. */
async function* inPushStage(
  context: PackContext,
  { built, milestone }: { built: readonly BuiltImage[]; milestone: Milestone },
): Activities<string | null> {
  const gpuImage = built.find(({ lane }) => lane === 'gpu')
  if (gpuImage === undefined) return null
  const settle = (digest: string | null): 'done' | 'skipped' => (digest === null ? 'skipped' : 'done')
  return yield* inStage({ stage: 'push', lane: 'gpu', settle }, pushImage(context, gpuImage, milestone))
}

async function* pushImage(
  context: PackContext,
  { name: image, image: built }: BuiltImage,
  milestone: Milestone,
): Activities<string | null> {
  const { plan, dependencies, signal } = context
  const auth = authFor(context, image)
  if (!plan.push || auth === null) {
    yield { type: 'note', note: { code: 'not-pushed', image } }
    return null
  }
  // A push goes by the name, which somebody may have given to another image since.
  const named = await dependencies.engine.inspectImage(image, signal)
  if (named?.id !== built.id) await dependencies.engine.tagImage(built.id, image, signal)
  const fold = new ProgressFold('push', 'gpu')
  const pushed = yield* tellProgress(dependencies.engine.pushImage({ reference: image, auth, signal }), fold)
  const { digest } = pushed
  milestone.reached = 'pushed'
  yield { type: 'fact', fact: { kind: 'push', reference: image, ...pushed } }
  if (fold.everythingExisted()) yield { type: 'note', note: { code: 'already-pushed', image } }
  return digest
}

async function* write(
  { plan, dependencies, changes }: PackContext,
  { milestone, log, result }: { milestone: Milestone; log: PackLog; result: PackResult },
): Activities<void> {
  for (const { name, id, digest } of result.images) log.line(`${name} ${id} ${digest ?? 'not pushed'}`)
  await dependencies.files.replace(plan.logFilePath, log.text())
  const text = commandFileText(plan.commands)
  await dependencies.files.replace(plan.commandFilePath, text)
  milestone.reached = 'written'
  yield { type: 'fact', fact: { kind: 'commands', text } }
  for (const note of await changes.removeFormer()) yield { type: 'note', note }
}
