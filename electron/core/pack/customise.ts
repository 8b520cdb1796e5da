import { AppError } from '../../../shared/errors.ts'
import type { CustomisedBase } from '../../../shared/model/packages.ts'
import { applyChange } from '../packages/apply-change.ts'
import { customiseBase, type BaseWork } from '../packages/customise-base.ts'
import { installPackages } from '../packages/install-packages.ts'
import { recipeOf } from '../packages/recipe.ts'
import type { PackContext } from './pack-context.ts'
import { inStage } from './stage.ts'
import type { Activities } from './stage.ts'

/**
 * The base image with the project's packages in it, and then what was kept of its terminals, to be used in its place;
 * null when there is nothing to be put in.
 */
export async function* customise(
  context: PackContext,
  lane: 'cpu' | 'gpu',
  base: string,
): Activities<CustomisedBase | null> {
  const works = await worksOf(context)
  if (works.length === 0) return null
  const settle = ({ reused }: CustomisedBase): 'skipped' | 'done' => (reused ? 'skipped' : 'done')
  return yield* inStage({ stage: 'packages', lane, settle }, customiseInTurn(context, { lane, base, works }))
}

async function worksOf({ plan, dependencies }: PackContext): Promise<BaseWork[]> {
  const { project, keptChanges } = plan.request
  const recipe = await recipeOf(project)
  return [
    ...(recipe === null ? [] : [installPackages(recipe)]),
    ...keptChanges.map((change) => {
      if (dependencies.keptChanges === undefined) throw new AppError('kept-change-missing', { digest: change.digest })
      return applyChange(change, dependencies.keptChanges)
    }),
  ]
}

async function* customiseInTurn(
  { plan, dependencies, signal }: PackContext,
  { lane, base, works }: { lane: 'cpu' | 'gpu'; base: string; works: readonly BaseWork[] },
): Activities<CustomisedBase> {
  const { engine, jobId = 'command-line' } = dependencies
  let made: CustomisedBase = { lane, base, image: base, id: '', reused: true, changes: [] }
  for (const work of works) {
    const { image, id, reused } = yield* customiseBase({ engine, lane, base: made.image, work, jobId, signal })
    made = { ...made, image, id, reused: made.reused && reused }
  }
  return { ...made, changes: plan.request.keptChanges }
}
