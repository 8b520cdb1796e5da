import { AppError } from '../../../shared/errors.ts'
import type { CustomisedBase } from '../../../shared/model/packages.ts'
import { createTurns } from '../async/turns.ts'
import type { Activities } from '../pack/stage.ts'
import type { ContainerSpec, Engine } from '../ports/engine.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'
import { customisedName, recipeLabel } from './recipe.ts'

export interface CustomiseOptions {
  readonly engine: Engine
  readonly lane: 'cpu' | 'gpu'
  /** The engine has it. */
  readonly base: string
  readonly work: BaseWork
  /** Carried by the container, so that a restarted app finds it. */
  readonly jobId: string
  readonly signal: AbortSignal
}

/** Something that is done in a container of a base image. */
export interface BaseWork {
  /** The same for what leads to the same image. */
  readonly keyOf: (baseId: string) => string
  readonly network: ContainerSpec['network']
  readonly run: (place: WorkPlace) => Activities<void>
}

export interface WorkPlace extends Pick<CustomiseOptions, 'engine' | 'lane' | 'base' | 'signal'> {
  readonly container: string
}

/** Two images on one base have one customised base: whoever comes second finds it made. */
const turns = createTurns()

/**
 * The base image with the work done in it: the one that the engine has already, or a new one that is made in a container
 * and committed. When it fails or is cancelled nothing is left.
 */
export async function* customiseBase(options: CustomiseOptions): Activities<CustomisedBase> {
  const { engine, base, work, lane, signal } = options
  const local = await engine.inspectImage(base, signal)
  if (local === null) throw new AppError('image-missing', { image: base })
  const key = work.keyOf(local.id)
  const image = customisedName(key)
  const endTurn = await turns.take(image, signal)
  try {
    const known = await engine.inspectImage(image, signal)
    if (known?.labels[recipeLabel] === key) return { lane, base, image, id: known.id, reused: true, changes: [] }
    const id = yield* make(options, { baseId: local.id, key })
    await engine.tagImage(id, image, signal)
    return { lane, base, image, id, reused: false, changes: [] }
  } finally {
    endTurn()
  }
}

async function* make(
  { engine, lane, base, work, jobId, signal }: CustomiseOptions,
  { baseId, key }: { baseId: string; key: string },
): Activities<string> {
  const container = await engine.createContainer(
    {
      image: baseId,
      entrypoint: idleCommand,
      command: [],
      mounts: [],
      environment: {},
      labels: { [jobLabel]: jobId },
      runtime: null,
      network: work.network,
    },
    signal,
  )
  try {
    await engine.startContainer(container, signal)
    yield* work.run({ engine, lane, base, container, signal })
    // The container's own label says nothing of its image.
    return await engine.commitContainer(container, { [recipeLabel]: key, [jobLabel]: '' }, signal)
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
}

/** Waits for work until it is removed; ends by itself where the image has no way to wait. */
export const idleCommand = ['/bin/sh', '-c', 'while sleep 86400; do :; done'] as const
