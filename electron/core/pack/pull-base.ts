import { AppError, isCancelled } from '../../../shared/errors.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { Note } from '../../../shared/model/pack.ts'
import { errorWords } from '../error-words.ts'
import type { LocalImage } from '../ports/engine.ts'
import type { ImageToMake } from './build-image.ts'
import { ProgressFold } from './fold-progress.ts'
import type { ImageReader } from './image-reader.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

/** Pulls a base image, unless the engine has the very one that the registry has. */
export async function* pullBase(
  context: PackContext,
  { lane, baseImage: image }: Pick<ImageToMake, 'lane' | 'baseImage'>,
  reader: ImageReader,
): Activities<'done' | 'skipped'> {
  const { dependencies, signal } = context
  const present = await reader.readLocal(image, signal)
  const note = present === null ? null : await noteOnPresent(context, { image, present, reader })
  if (note !== null) {
    yield { type: 'note', note }
    return 'skipped'
  }
  const auth = authFor(context, image)
  yield* tellProgress(dependencies.engine.pullImage({ reference: image, auth, signal }), new ProgressFold('pull', lane))
  reader.forgetLocal(image)
  return 'done'
}

/** Why the image that is here will do; null when the registry has another one under its name. */
async function noteOnPresent(
  context: PackContext,
  { image, present, reader }: { readonly image: string; readonly present: LocalImage; readonly reader: ImageReader },
): Promise<Note | null> {
  // A digest in the name leaves nothing to compare.
  if (parseImageRef(image)?.digest !== null) return { code: 'base-present', image }
  const isPresent = (digest: string): boolean => present.repoDigests.some((known) => known.endsWith(`@${digest}`))
  // What is read anyway; of an image for many platforms the engine may know the list's digest alone.
  const base = await reader.readPublished(image, context.signal)
  if (base !== null && isPresent(base.digest)) return { code: 'base-present', image }
  const failure = reader.failureOf(image)
  // A registry that was waited for in vain is not waited for once more.
  if (failure?.code === 'registry-unreachable') return { code: 'base-unchecked', image, words: errorWords(failure) }
  try {
    const { registry } = context.dependencies
    const auth = authFor(context, image)
    const digest = await registry.findDigest({ reference: image, auth, signal: context.signal })
    if (digest === null) return { code: 'base-unchecked', image, words: 'not in the registry' }
    return isPresent(digest) ? { code: 'base-present', image } : null
  } catch (error) {
    if (!(error instanceof AppError) || isCancelled(error)) throw error
    // Images that were made on this machine have no registry to ask; without a network the one here is the best there is.
    return { code: 'base-unchecked', image, words: errorWords(error) }
  }
}
