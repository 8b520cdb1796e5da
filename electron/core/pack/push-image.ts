import type { LocalImage } from '../ports/engine.ts'
import { ProgressFold } from './fold-progress.ts'
import { authFor } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import type { Milestone } from './milestone.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

/** Has the engine push an image that it has made; returns the digest in the registry, null when nothing is pushed. */
export async function* pushImage(
  context: PackContext,
  { name, image }: { readonly name: string; readonly image: LocalImage },
  milestone: Milestone,
): Activities<string | null> {
  const { plan, dependencies, signal } = context
  const auth = authFor(context, name)
  if (!plan.push || auth === null) {
    yield { type: 'note', note: { code: 'not-pushed', image: name } }
    return null
  }
  // A push goes by the name, which somebody may have given to another image since.
  const named = await dependencies.engine.inspectImage(name, signal)
  if (named?.id !== image.id) await dependencies.engine.tagImage(image.id, name, signal)
  const fold = new ProgressFold('push', 'gpu')
  const pushed = yield* tellProgress(dependencies.engine.pushImage({ reference: name, auth, signal }), fold)
  const { digest } = pushed
  milestone.reached = 'pushed'
  yield { type: 'fact', fact: { kind: 'push', reference: name, ...pushed } }
  if (fold.everythingExisted()) yield { type: 'note', note: { code: 'already-pushed', image: name } }
  return digest
}
