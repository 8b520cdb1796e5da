import { parseIgnorePattern } from '../../../shared/uaitrain/ignore-pattern.ts'
import type { IgnorePattern } from '../../../shared/uaitrain/ignore-pattern.ts'

/** Whether a path is left out, and which patterns say something of it; needed to decide on what is inside it. */
export interface IgnoreDecision {
  readonly isIgnored: boolean
  readonly matched: readonly boolean[]
}

/** The rules of a `.dockerignore`. */
export interface IgnoreRules {
  /** Some pattern takes back what others leave out, so that an ignored folder may hold files that are not. */
  readonly hasExceptions: boolean
  /** Decides on a path, relative to the context with `/` between folders; null for the folder of one at the top. */
  decide(path: string, folder: IgnoreDecision | null): IgnoreDecision
}

/** Throws a SyntaxError that names the line which Docker would refuse. */
export function parseIgnoreRules(text: string): IgnoreRules {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => parseIgnorePattern(line) ?? [])
  return {
    hasExceptions: patterns.some(({ isException }) => isException),
    decide: (path, folder) => decide(patterns, path, folder),
  }
}

/**
 * The last pattern that matches decides, and one that has matched a folder matches all that is in it. As in Docker, a
 * pattern that would change nothing is passed over: an exception does not match a folder that was not ignored.
 */
function decide(patterns: readonly IgnorePattern[], path: string, folder: IgnoreDecision | null): IgnoreDecision {
  let isIgnored = false
  const matched = patterns.map(({ isException, expression }, index) => {
    const matches = folder?.matched[index] === true || (isException === isIgnored && expression.test(path))
    if (matches) isIgnored = !isException
    return matches
  })
  return { isIgnored, matched }
}
