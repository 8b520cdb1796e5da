import type { FailureId } from '../../../../shared/model/explanation.ts'
import type { KnownFailure } from './known-failure.ts'
import { knownFailures } from './known-failures.ts'

/** No message that is known is longer; a line of megabytes is not looked through. */
const maxLength = 4000
/** Every known message has one of these: most lines are done with after one look. */
const hint =
  /error|denied|fail|not found|no such|unable|killed|could ?n.t|could not|not compiled|no cuda|driver|kernel image|insufficient|incompatible|not compatible|unknown|unrecognized|space left|quota|exceeded|read-only|unreachable|refused|timed out|not known|NCCL|does not exist|exited unexpectedly|unsatisfied|out of memory|is not defined|No module|cannot|unresolvable/i
// CSI sequences of ECMA-48, which colour a line.
const colours = new RegExp('\\u001b\\[[0-?]*[ -/]*[@-~]', 'g')

export interface FoundFailure {
  readonly failure: KnownFailure
  readonly subject: string
}

/** What a line of output tells of a failure that is known, unless that one is told already. */
export function explainLine(line: string, told: ReadonlySet<FailureId>): FoundFailure | null {
  const start = line.slice(0, maxLength)
  if (!hint.test(start)) return null
  const text = start.replace(colours, '')
  for (const failure of knownFailures) {
    const match = failure.pattern.exec(text)
    if (match === null) continue
    if (told.has(failure.id)) return null
    return { failure, subject: (match.slice(1).find(Boolean) ?? '').trim() }
  }
  return null
}
