import { codeFailures } from './known/code.ts'
import { dataFailures } from './known/data.ts'
import { gpuFailures } from './known/gpu.ts'
import { libraryFailures } from './known/libraries.ts'
import { machineFailures } from './known/machine.ts'
import { networkFailures } from './known/network.ts'
import type { KnownFailure } from './known-failure.ts'
import type { Said } from './said.ts'

/** Looked through in this order; the first that fits a line explains it: the machine's refusals first. */
export const knownFailures: readonly KnownFailure[] = [
  ...machineFailures,
  ...gpuFailures,
  ...networkFailures,
  ...codeFailures,
  ...libraryFailures,
  ...dataFailures,
]

export interface FoundFailure {
  readonly failure: KnownFailure
  /** What its words are about; empty when there is nothing to name. */
  readonly subject: string
}

/** What a line tells of a failure that is known. */
export function findFailure({ exception, words }: Said): FoundFailure | null {
  for (const failure of knownFailures) {
    if (failure.exception !== undefined && (exception === null || !failure.exception.test(exception))) continue
    const match = failure.says.exec(words)
    if (match !== null) return { failure, subject: (match.slice(1).find(Boolean) ?? '').trim() }
  }
  return null
}
