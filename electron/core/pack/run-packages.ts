import { fromErrorData } from '../../../shared/errors.ts'
import type { CustomisedBase, PackagesResult } from '../../../shared/model/packages.ts'
import { merge } from '../async/merge.ts'
import { customise } from './customise.ts'
import { ImageChanges } from './image-changes.ts'
import type { PackContext, PackDependencies } from './pack-context.ts'
import type { PackPlan } from './plan.ts'
import { login, resolve } from './prepare.ts'
import { ImageReader } from './image-reader.ts'
import { pullBase } from './pull-base.ts'
import { inStage } from './stage.ts'
import type { Activities } from './stage.ts'

/** Installs a project's packages in its base images, as its packs would, without packing. */
export async function* runPackages(plan: PackPlan, dependencies: PackDependencies): Activities<PackagesResult> {
  const bases = yield* prepareBases(plan, dependencies, ['cpu', 'gpu'])
  return { kind: 'packages', images: bases.flatMap(({ customised }) => customised ?? []) }
}

export interface PreparedBase {
  readonly lane: 'cpu' | 'gpu'
  readonly base: string
  /** Null when the base is used as it is. */
  readonly customised: CustomisedBase | null
}

/** Has the engine get a project's base images, with the packages in them; those of lanes without one are left out. */
export async function* prepareBases(
  plan: PackPlan,
  dependencies: PackDependencies,
  wanted: readonly ('cpu' | 'gpu')[],
): Activities<PreparedBase[]> {
  const { engine, signal } = dependencies
  const context: PackContext = { plan, dependencies, changes: new ImageChanges(engine), signal }
  const health = await engine.health(signal)
  if (health.state === 'problem') throw fromErrorData(health.problem)
  const bases = yield* inStage({ stage: 'resolve', lane: 'shared' }, resolve(context))
  yield* inStage({ stage: 'login', lane: 'shared', settle: (state) => state }, login(context, bases))
  const lanes = wanted.flatMap((lane) => {
    const base = bases[lane]
    return base === null ? [] : [(stop: AbortSignal) => prepareBase({ ...context, signal: stop }, lane, base)]
  })
  return yield* merge(lanes, signal)
}

async function* prepareBase(context: PackContext, lane: 'cpu' | 'gpu', base: string): Activities<PreparedBase> {
  yield* inStage(
    { stage: 'pull', lane, settle: (state) => state },
    pullBase(context, { lane, baseImage: base }, new ImageReader(context)),
  )
  return { lane, base, customised: yield* customise(context, lane, base) }
}
