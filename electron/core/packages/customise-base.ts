import { AppError } from '../../../shared/errors.ts'
import type { CustomisedBase } from '../../../shared/model/packages.ts'
import { createTurns } from '../async/turns.ts'
import { smallTar } from '../context/small-tar.ts'
import type { JobActivity } from '../jobs/activity.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { Engine } from '../ports.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'
import { explainInstall } from './explain-install.ts'
import { installSteps, networkOf, requirementsPath, type InstallStep } from './install-steps.ts'
import { customisedName, recipeKey, recipeLabel, type Recipe } from './recipe.ts'

export interface CustomiseOptions {
  readonly engine: Engine
  readonly lane: 'cpu' | 'gpu'
  /** The engine has it. */
  readonly base: string
  readonly recipe: Recipe
  /** Carried by the container, so that a restarted app finds it. */
  readonly jobId: string
  readonly signal: AbortSignal
}

type Activities<Result> = AsyncGenerator<JobActivity, Result>

/** As much of a program's end as is looked at for why it failed. */
const rememberedLines = 200

/** Two images on one base have one customised base: whoever comes second finds it made. */
const turns = createTurns()

/**
 * The base image with the recipe's packages in it: the one that the engine has already, or a new one that is installed
 * in a container and committed. When it fails or is cancelled nothing is left. Rejects with `install-failed`.
 */
export async function* customiseBase(options: CustomiseOptions): Activities<CustomisedBase> {
  const { engine, base, recipe, lane, signal } = options
  const local = await engine.inspectImage(base, signal)
  if (local === null) throw new AppError('image-missing', { image: base })
  const key = recipeKey(local.id, recipe)
  const image = customisedName(key)
  const endTurn = await turns.take(image, signal)
  try {
    const known = await engine.inspectImage(image, signal)
    if (known?.labels[recipeLabel] === key) return { lane, base, image, id: known.id, reused: true }
    const id = yield* install(options, { baseId: local.id, key })
    await engine.tagImage(id, image, signal)
    return { lane, base, image, id, reused: false }
  } finally {
    endTurn()
  }
}

async function* install(
  options: CustomiseOptions,
  { baseId, key }: { baseId: string; key: string },
): Activities<string> {
  const { engine, recipe, jobId, signal } = options
  const container = await engine.createContainer(
    {
      image: baseId,
      entrypoint: idleCommand,
      command: [],
      mounts: [],
      environment: {},
      labels: { [jobLabel]: jobId },
      runtime: null,
      network: networkOf(recipe.settings),
    },
    signal,
  )
  try {
    await engine.startContainer(container, signal)
    if (recipe.requirements !== null) await giveRequirements(options, container, recipe.requirements)
    for (const step of installSteps(recipe)) yield* runStep(options, container, step)
    // The container's own label says nothing of its image.
    return await engine.commitContainer(container, { [recipeLabel]: key, [jobLabel]: '' }, signal)
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
}

/** Waits for work until it is removed. */
export const idleCommand = ['/bin/sh', '-c', 'while :; do sleep 86400; done'] as const

function giveRequirements({ engine, signal }: CustomiseOptions, id: string, text: string): Promise<void> {
  const name = requirementsPath.slice(1)
  return engine.writeArchive({ id, folder: '/', archive: smallTar({ [name]: text }), signal })
}

async function* runStep(
  { engine, lane, signal }: CustomiseOptions,
  container: string,
  { tool, title, spec }: InstallStep,
): Activities<void> {
  yield { type: 'log', source: 'app', text: `${lane}: ${title}` }
  const splitters = { out: createLineSplitter(), err: createLineSplitter() }
  const last: string[] = []
  const output = engine.execute(container, spec, signal)
  try {
    let step = await output.next()
    for (; step.done !== true; step = await output.next()) {
      const { source, bytes } = step.value
      for (const text of splitters[source].push(bytes)) yield* tell(source, text)
    }
    for (const source of ['out', 'err'] as const) {
      for (const text of splitters[source].end()) yield* tell(source, text)
    }
    if (step.value !== 0) throw explainInstall(tool, last)
  } finally {
    // Ends the reading when the reader has left.
    await output.return(-1)
  }

  function* tell(source: 'out' | 'err', text: string): Generator<JobActivity, void> {
    last.push(text)
    if (last.length > rememberedLines) last.shift()
    yield { type: 'log', source, text }
    const none = { currentBytes: 0, totalBytes: null, layers: [] }
    yield { type: 'progress', progress: { lane, stage: 'packages', ...none, line: text } }
  }
}
