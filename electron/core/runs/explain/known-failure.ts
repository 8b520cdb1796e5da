import type { Cure, FailureId } from '../../../../shared/model/explanation.ts'
import type { RunOptions } from '../../../../shared/model/run-options.ts'
import type { TestTarget } from '../../../../shared/model/test-run.ts'

/** How the run was started. */
export interface RunSetting {
  readonly target: TestTarget
  readonly options: RunOptions
}

/** A failure that shows in a line of output. Its words are in the texts, under `explain.failures` and its id. */
export interface KnownFailure {
  readonly id: FailureId
  /** Of the line without its colours; the first group, where there is one, is what the words are about. */
  readonly pattern: RegExp
  /** What to run instead; null where nothing but the code, the data or the machine can be changed. */
  readonly cure?: (setting: RunSetting) => Cure | null
}
