import type { TargetDetail } from '../../../../shared/model/target.ts'
import { platformFlags } from '../../../../shared/uaitrain/platform-arguments.ts'
import { findingAt, type Finding } from '../finding.ts'
import type { PythonSource } from '../python-source.ts'
import { missingFlags, nearMisses } from './command-line.ts'

/** A place in the code. */
export interface Place {
  readonly source: PythonSource
  readonly position: number
}

/** What one reader of the command line does with it. */
export interface Reading {
  readonly place: Place
  readonly detail: TargetDetail | null
  /** Names of options, with their hyphens; null where they cannot be read. */
  readonly taken: readonly string[] | null
  readonly abbreviates: boolean
  /** Takes what it does not know. */
  readonly isLenient: boolean
  /** Of those that are told apart from the names: what has to be given, what takes no value. */
  readonly others: readonly Finding[]
}

export function findingsOf({ place, detail, taken, abbreviates, isLenient, others }: Reading): Finding[] {
  const { source, position } = place
  if (taken === null) return isLenient ? [...others] : [unread(place), ...others]
  const missing = isLenient ? [] : missingFlags(taken, abbreviates)
  if (missing.length === 0) return [...others]
  const near = nearMisses(missing, taken)
  const finding = findingAt('argument-missing', source, position, missing.join(' '))
  return [{ ...finding, has: near.join(' '), detail: detail ?? (near.length > 0 ? 'near-argument' : null) }, ...others]
}

export function unread({ source, position }: Place): Finding {
  return findingAt('arguments-unread', source, position, '')
}

export function required({ source, position }: Place, subject: string): Finding {
  return findingAt('argument-required', source, position, subject)
}

/** An option that takes no value, and gets one. */
export function valueless({ source, position }: Place, flags: readonly string[]): Finding[] {
  const flag = flags.find((one) => platformFlags.includes(one))
  return flag === undefined ? [] : [findingAt('argument-flag', source, position, flag)]
}
