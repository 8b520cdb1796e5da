import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'
import type { TargetTrial, TrialQuestion } from '../../../shared/model/target.ts'
import { platformWords } from '../../../shared/uaitrain/platform-arguments.ts'
import { parseShellWords } from '../../../shared/uaitrain/shell-words.ts'
import { changeKey, customisedName, recipeKey, recipeLabel, recipeOf } from '../packages/recipe.ts'
import type { CodeJudge } from '../ports/code-judge.ts'
import type { Engine } from '../ports/engine.ts'
import { followMarked } from '../runs/follow-marked.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'
import { readFact, trialScript } from './trial-script.ts'

export interface TrialOptions {
  readonly engine: Engine
  readonly judge: Pick<CodeJudge, 'modules'>
  /** Name of the CPU base image; null where it is not known. */
  readonly base: string | null
  /** What was kept of the project's terminals. */
  readonly keptChanges: readonly KeptChange[]
  readonly signal: AbortSignal
  /** Of a program that does not come to its arguments; 30 s when left out. */
  readonly limitMs?: number
}

const defaultLimitMs = 30_000
const maxWords = 2000

/**
 * Looks for the modules that the code imports in a local image, and starts the main file there with the platform's
 * arguments until it has read them: without a network, on the code folder as it is, which it cannot write to.
 * Rejects with `not-found` without a main file.
 */
export async function tryTarget(question: TrialQuestion, options: TrialOptions): Promise<TargetTrial> {
  const { engine, judge, base, signal } = options
  const modules = await judge.modules(question, signal)
  if (modules === null) throw new AppError('not-found', { what: 'file', id: question.mainFile })
  const image = base === null ? null : await imageOf({ ...options, base }, question)
  if (image === null) return { image: base ?? '', python: '', missing: [], outcome: 'no-image', words: '' }
  const mark = `uai-${randomUUID()} `
  const main = `/data/${question.mainFile}`
  const given = (parseShellWords(question.trainParams) ?? []).map(({ value }) => value)
  const container = await engine.createContainer(
    {
      image,
      entrypoint: ['/usr/bin/python', '-c', trialScript],
      command: [mark, main, JSON.stringify(modules), ...given, '--num_gpus=1', ...platformWords],
      mounts: [{ source: question.codePath, target: '/data', readOnly: true }],
      environment: { PYTHONDONTWRITEBYTECODE: '1' },
      labels: { [jobLabel]: mark.trim() },
      runtime: null,
      network: 'none',
    },
    signal,
  )
  try {
    return { image, ...(await watch(options, container, mark)) }
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
}

/** The one with the project's packages and changes in it, as far as that is there; null where the engine has none. */
async function imageOf(
  { engine, base, keptChanges, signal }: TrialOptions & { readonly base: string },
  question: TrialQuestion,
): Promise<string | null> {
  const local = await engine.inspectImage(base, signal)
  if (local === null) return null
  const recipe = await recipeOf(question)
  const keys = [
    ...(recipe === null ? [] : [(baseId: string) => recipeKey(baseId, recipe)]),
    ...keptChanges.map(
      ({ digest }) =>
        (baseId: string) =>
          changeKey(baseId, digest),
    ),
  ]
  let [image, id] = [base, local.id]
  for (const keyOf of keys) {
    const key = keyOf(id)
    const made = await engine.inspectImage(customisedName(key), signal)
    if (made?.labels[recipeLabel] !== key) break
    image = customisedName(key)
    id = made.id
  }
  return image
}

type Seen = Omit<TargetTrial, 'image'>

async function watch(
  { engine, signal, limitMs = defaultLimitMs }: TrialOptions,
  container: string,
  mark: string,
): Promise<Seen> {
  const seen = { python: '', missing: new Set<string>(), outcome: 'late' as Seen['outcome'], words: '' }
  const following = followMarked({ engine, container, mark, limitMs, signal })
  let step = await following.next()
  for (; step.done !== true; step = await following.next()) {
    const { fact, words } = readFact(step.value)
    if (fact === 'python') seen.python = words
    else if (fact === 'missing') seen.missing.add(words)
    else if (fact !== 'looked') Object.assign(seen, { outcome: fact, words })
  }
  const { isLate, lastError } = step.value
  // It has ended without a word of ours: no Python, or one that could not be started.
  if (seen.outcome === 'late' && !isLate) Object.assign(seen, { outcome: 'failed', words: lastError })
  return { ...seen, missing: [...seen.missing], words: seen.words.slice(0, maxWords) }
}
