import type { CustomisedBase } from '../../../shared/model/packages.ts'
import { customiseBase } from '../packages/customise-base.ts'
import { recipeOf } from '../packages/recipe.ts'
import type { PackContext } from './pack-context.ts'
import { inStage } from './stage.ts'
import type { Activities } from './stage.ts'

/** The base image with the project's packages in it, to be used in its place; null when there are none. */
export async function* customise(
  { plan, dependencies, signal }: PackContext,
  lane: 'cpu' | 'gpu',
  base: string,
): Activities<CustomisedBase | null> {
  const recipe = await recipeOf(plan.request.project)
  if (recipe === null) return null
  const { engine, jobId } = dependencies
  const settle = ({ reused }: CustomisedBase): 'skipped' | 'done' => (reused ? 'skipped' : 'done')
  return yield* inStage(
    { stage: 'packages', lane, settle },
    customiseBase({ engine, lane, base, recipe, jobId: jobId ?? 'command-line', signal }),
  )
}
