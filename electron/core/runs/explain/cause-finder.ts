import { findFailure, type FoundFailure } from './known-failures.ts'
import { readSaid } from './said.ts'

/** A failure that a line tells. */
export interface LineFailure extends FoundFailure {
  readonly index: number
  readonly text: string
}

/** Reads the lines of a run, each once and in their order; keeps a handful of them. */
export interface CauseFinder {
  readonly observe: (text: string, index: number) => void
  /** What ended the run, were it over now; null where nothing that is known did. */
  readonly cause: () => LineFailure | null
}

/** What only tells that something else went wrong, mostly in another process. */
const wrappers: ReadonlySet<string> = new Set(['distributed-worker-failed', 'worker-killed'])
/** Exceptions that pass on what another process or an earlier exception said. */
const wrapperException =
  /(?:^|\.)(?:ProcessRaisedException|ChildFailedError|CalledProcessError|RayTaskError\w*|TrainingFailedError|RemoteError)$/
/** Python's words between the exceptions of one chain. */
const chained =
  /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause)/
/** Lines after the last exception in which its own traces, wandb's and the launcher's last words may stand. */
const maxTail = 100
/** Most lines are done with after one look: every failure that is known has one of these. */
const hint =
  /error|exception|denied|fail|found|no such|unable|kill|could|can.t|cannot|cuda|driver|signal|insufficient|incompatible|compatible|unknown|unrecogni|option|argument|flag|space left|quota|exceed|read-only|refused|timed out|timeout|NCCL|not exist|unsatisfied|memory|defined|module|nan|inf\b|infinite|core dumped|abort|fault|illegal|free\(|malloc|pointer|corrupt|stack|numpy|display|qt\.|install|required|missing|init|exit|interrupt|handling|direct cause|what\(\)|closed|terminated|permitted|library|runtime|expired|bus|syntax|indent|consume|listen|process|size|shape|match|empty|attribute|value/i

/**
 * Python tells an exception that nobody caught last: it is what ended a run. What stood before it counts where it only passes
 * that on, or was raised while that was handled; a line that is no exception counts where none came after it.
 */
export function createCauseFinder(): CauseFinder {
  /** The last exception, known or not. */
  let last: { readonly index: number; readonly found: LineFailure | null; readonly passesOn: boolean } | null = null
  /** The newest that is known of those that the last one passes on, or was chained to. */
  let before: LineFailure | null = null
  /** The newest line that is no exception, since the last exception. */
  let statement: LineFailure | null = null
  let isChained = false

  return {
    observe: (text, index) => {
      if (!hint.test(text)) return
      if (chained.test(text)) {
        isChained = true
        return
      }
      const said = readSaid(text)
      if (said === null) return
      const found = findFailure(said)
      const failure = found === null ? null : { ...found, index, text }
      if (said.exception === null) {
        statement = failure ?? statement
        return
      }
      const passesOn = wrapperException.test(said.exception) || (found !== null && wrappers.has(found.failure.id))
      if (!isChained && !passesOn) before = null
      else if (last?.found && !last.passesOn) before = last.found
      else if (passesOn && statement !== null) before = statement
      last = { index, found: failure, passesOn }
      statement = null
      isChained = false
    },
    cause: () => {
      if (last === null) return statement
      const known = last.found !== null && !last.passesOn ? last.found : (before ?? last.found)
      if (statement === null) return known
      const isItsTail = statement.index - last.index <= maxTail
      return known !== null && isItsTail ? known : statement
    },
  }
}
