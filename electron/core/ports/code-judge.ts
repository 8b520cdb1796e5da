import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { TargetQuestion, TargetReport } from '../../../shared/model/target.ts'

/** What is known of the two base images; null where it is nothing. */
export interface KnownBases {
  readonly cpu: BaseFacts | null
  readonly gpu: BaseFacts | null
}

/** Reads training code without running it. What it is asked rejects with `cancelled` when the signal aborts. */
export interface CodeJudge {
  check(question: TargetQuestion, bases: KnownBases, signal: AbortSignal): Promise<TargetReport>
  /** First parts of the names of the modules that the code imports and does not have; null without a main file. */
  modules(question: Pick<TargetQuestion, 'codePath' | 'mainFile'>, signal: AbortSignal): Promise<string[] | null>
  close(): Promise<void>
}
