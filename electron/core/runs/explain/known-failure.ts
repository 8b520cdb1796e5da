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
  /** The exceptions that tell it; without it any does, and so does a line that begins with the same words. */
  readonly exception?: RegExp
  /** Of what the exception says, or of the whole line; the first group that matches is what the words are about. */
  readonly says: RegExp
  /** A line as a tool wrote it. */
  readonly line: string
  /** What to run instead; null where nothing but the code, the data or the machine can be changed. */
  readonly cure?: (setting: RunSetting) => Cure | null
}
