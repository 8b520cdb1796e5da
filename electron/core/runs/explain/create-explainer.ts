import type { Explanation } from '../../../../shared/model/explanation.ts'
import type { LogLine } from '../../../../shared/model/job.ts'
import { createCauseFinder, type LineFailure } from './cause-finder.ts'
import { explainEnd, type RunEnd } from './explain-end.ts'
import type { RunSetting } from './known-failure.ts'

/** Reads the lines of one run as they get their index, and tells in the end why it failed; null stands for the end of one that never ran. */
export interface Explainer {
  readonly observe: (lines: readonly LogLine[]) => void
  /** The likeliest cause first; nothing of a run that ended well, but that it wrote nothing. */
  readonly explain: (end: RunEnd | null) => Explanation[]
}

export function createExplainer(setting: RunSetting): Explainer {
  const finder = createCauseFinder()
  return {
    observe: (lines) => {
      for (const { index, text } of lines) finder.observe(text, index)
    },
    explain: (end) => explainFailure(finder.cause(), end, setting),
  }
}

/** What its lines and its end say of a run's failure, the likeliest cause first. */
export function explainFailure(cause: LineFailure | null, end: RunEnd | null, setting: RunSetting): Explanation[] {
  const ofEnd = end === null ? null : explainEnd(end, setting)
  const endsWell = end !== null && (end.stopped || end.exitCode === 0)
  if (cause === null || endsWell) return ofEnd === null ? [] : [ofEnd]
  const { failure, subject, index } = cause
  const ofLine = { id: failure.id, lineIndex: index, subject, cure: failure.cure?.(setting) ?? null }
  // The kernel's word on memory is surer than what was printed before; what was printed says more than a signal's number.
  if (ofEnd === null || ofEnd.id === ofLine.id) return [ofLine]
  return ofEnd.id === 'out-of-memory' || ofEnd.id === 'engine-restarted' ? [ofEnd, ofLine] : [ofLine, ofEnd]
}
