import type { Explanation } from '../../../shared/model/explanation.ts'
import type { Lane, LogSource, Stage, StageProgress, StageState } from '../../../shared/model/job.ts'
import type { Note } from '../../../shared/model/pack.ts'
import type { PackFact } from './pack-fact.ts'

/** What a job's generator yields while it runs; the job runner numbers, keeps, folds and passes it on. */
export type JobActivity =
  | { readonly type: 'stage'; readonly stage: Stage; readonly lane: Lane; readonly state: StageState }
  | { readonly type: 'note'; readonly note: Note }
  | { readonly type: 'explained'; readonly explanation: Explanation }
  | { readonly type: 'progress'; readonly progress: StageProgress }
  /** Whole lines, with line ends between them. */
  | { readonly type: 'log'; readonly source: LogSource; readonly text: string }
  /** For the record of a pack alone. */
  | { readonly type: 'fact'; readonly fact: PackFact }
  /** Since when the engine of a test does not answer; null once it does again. */
  | { readonly type: 'engine'; readonly awaySince: number | null }
  /** What the open line of a source shows now, a progress bar for one; empty when there is none. */
  | { readonly type: 'live'; readonly source: LogSource; readonly text: string }
