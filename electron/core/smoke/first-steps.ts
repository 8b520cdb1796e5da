import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { platformWords } from '../../../shared/uaitrain/platform-arguments.ts'
import { parseShellWords } from '../../../shared/uaitrain/shell-words.ts'
import { startCommand } from '../../../shared/uaitrain/test-invocation.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { Engine } from '../ports/engine.ts'
import { followMarked } from '../runs/follow-marked.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'
import { stage } from '../runs/stage.ts'
import { modulesOf } from '../target/modules-of.ts'
import { readSources } from '../target/read-sources.ts'
import { readFact, trialScript } from '../target/trial-script.ts'

export interface FirstStepsOptions {
  readonly engine: Engine
  readonly imageId: string
  readonly jobId: string
  readonly signal: AbortSignal
}

/** A program that takes longer to come to its arguments shows at the next rung what becomes of it. */
const limitMs = 60_000

/** Are the modules in the image that the code imports, and does its main file take the platform's arguments there? */
export async function* takeFirstSteps(
  project: ProjectSettings,
  { engine, imageId, jobId, signal }: FirstStepsOptions,
): AsyncGenerator<JobActivity, void> {
  const code = await readSources(project, signal)
  const mark = `uai-${randomUUID()} `
  const words = (parseShellWords(startCommand(project)) ?? []).map(({ value }) => value)
  const container = await engine.createContainer(
    {
      image: imageId,
      entrypoint: ['/usr/bin/python', '-c', trialScript],
      command: [
        ...[mark, `/data/${project.mainFile}`, JSON.stringify(code === null ? [] : modulesOf(code))],
        ...[...words.slice(1), '--num_gpus=1', ...platformWords],
      ],
      mounts: [],
      environment: { PYTHONDONTWRITEBYTECODE: '1' },
      labels: { [jobLabel]: jobId },
      runtime: null,
      network: 'none',
    },
    signal,
  )
  try {
    yield* climb(followMarked({ engine, container, mark, limitMs, signal }))
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
}

async function* climb(following: ReturnType<typeof followMarked>): AsyncGenerator<JobActivity, void> {
  let rung: 'smoke-imports' | 'smoke-arguments' = 'smoke-imports'
  const missing: string[] = []
  let hasEnded = false
  yield stage(rung, 'started', 'cpu')
  const fail = function* (words: string): Generator<JobActivity, never> {
    yield stage(rung, 'failed', 'cpu')
    throw new AppError('smoke-failed', {
      rung: rung === 'smoke-imports' ? 'imports' : 'arguments',
      failure: rung === 'smoke-imports' && missing.length > 0 ? 'missing-module' : '',
      subject: missing.join(', '),
      words,
    })
  }
  try {
    let step = await following.next()
    for (; step.done !== true; step = await following.next()) {
      const { fact, words } = readFact(step.value)
      if (fact === 'missing') missing.push(words)
      if (fact === 'looked') {
        if (missing.length > 0) yield* fail('')
        yield stage(rung, 'done', 'cpu')
        rung = 'smoke-arguments'
        yield stage(rung, 'started', 'cpu')
      }
      if (fact === 'refused' || fact === 'failed') yield* fail(words)
      if (fact === 'accepted' || fact === 'unread') hasEnded = true
    }
    // It has ended without a word of ours: no Python, or one that could not be started.
    if (!hasEnded && !step.value.isLate) yield* fail(step.value.lastError)
  } finally {
    await following.return({ isLate: false, lastError: '' })
  }
  // One that is late only has a check left undone, if it has come as far as its modules.
  yield stage(rung, hasEnded ? 'done' : 'skipped', 'cpu')
}
