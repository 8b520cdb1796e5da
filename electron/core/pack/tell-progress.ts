import type { EngineProgress } from '../ports/engine.ts'
import type { ProgressFold } from './fold-progress.ts'
import type { Activities } from './stage.ts'

/** Passes on what the engine tells: its lines to the log, all of it folded into the stage's progress. */
export async function* tellProgress<Result>(
  steps: AsyncGenerator<EngineProgress, Result>,
  fold: ProgressFold,
): Activities<Result> {
  try {
    for (;;) {
      const step = await steps.next()
      if (step.done === true) return step.value
      if (step.value.type === 'line') yield { type: 'log', source: 'out', text: step.value.text.trimEnd() }
      yield { type: 'progress', progress: fold.add(step.value) }
    }
  } finally {
    // Ends the engine's stream when the reader has left; does nothing once it has ended.
    await steps.return(undefined as Result)
  }
}
