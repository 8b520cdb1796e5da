import { smallTar } from '../context/small-tar.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { Activities } from '../pack/stage.ts'
import type { BaseWork, WorkPlace } from './customise-base.ts'
import { explainInstall } from './explain-install.ts'
import { installSteps, networkOf, requirementsPath, type InstallStep } from './install-steps.ts'
import { recipeKey, type Recipe } from './recipe.ts'

/** As much of a program's end as is looked at for why it failed. */
const rememberedLines = 200

/** Installs a recipe's packages. Rejects with `install-failed`. */
export function installPackages(recipe: Recipe): BaseWork {
  return {
    keyOf: (baseId) => recipeKey(baseId, recipe),
    network: networkOf(recipe.settings),
    run: async function* (place) {
      if (recipe.requirements !== null) await giveRequirements(place, recipe.requirements)
      for (const step of installSteps(recipe)) yield* runStep(place, step)
    },
  }
}

function giveRequirements({ engine, container: id, signal }: WorkPlace, text: string): Promise<void> {
  const name = requirementsPath.slice(1)
  return engine.writeArchive({ id, folder: '/', archive: smallTar({ [name]: text }), signal })
}

async function* runStep(
  { engine, lane, container, signal }: WorkPlace,
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
