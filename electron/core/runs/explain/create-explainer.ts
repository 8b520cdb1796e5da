import type { Explanation, FailureId } from '../../../../shared/model/explanation.ts'
import type { LogLine } from '../../../../shared/model/job.ts'
import type { JobActivity } from '../../jobs/activity.ts'
import { explainLine } from './explain-line.ts'
import type { RunSetting } from './known-failure.ts'

/** Looks for known failures in the lines of one run, as they get their index. */
export interface Explainer {
  readonly observe: (lines: readonly LogLine[]) => void
  /** What has been found since the last time; each failure once a run. */
  take(): Explanation[]
}

/** `told` are those that are known of a run that is taken up again. */
export function createExplainer(setting: RunSetting, told: readonly FailureId[] = []): Explainer {
  const known = new Set(told)
  let found: Explanation[] = []
  return {
    observe: (lines) => {
      for (const { index, text } of lines) {
        const failure = explainLine(text, known)
        if (failure === null) continue
        known.add(failure.failure.id)
        const { id, cure } = failure.failure
        found.push({ id, lineIndex: index, subject: failure.subject, cure: cure?.(setting) ?? null })
      }
    },
    take: () => {
      const taken = found
      found = []
      return taken
    },
  }
}

/** Tells what has been found in the lines that a run has told, right behind them. */
export async function* withFindings<Result>(
  activities: AsyncGenerator<JobActivity, Result>,
  explainer: Pick<Explainer, 'take'>,
): AsyncGenerator<JobActivity, Result> {
  let step = await activities.next()
  while (step.done !== true) {
    yield step.value
    for (const explanation of explainer.take()) yield { type: 'explained', explanation }
    step = await activities.next()
  }
  return step.value
}
