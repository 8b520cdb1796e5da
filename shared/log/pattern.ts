import type { LogQuery } from './query.ts'

/** Rejects as `RegExp` does where the text is no pattern. Never run outside of a thread that can be ended. */
export function patternOf({ text, isRegex, matchCase }: LogQuery): RegExp {
  const flags = matchCase ? '' : 'i'
  if (!isRegex) return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags)
  try {
    return new RegExp(text, `${flags}u`)
  } catch {
    // What is an error there may be a pattern all the same, `\-` for one.
    return new RegExp(text, flags)
  }
}

/** Why a text is no pattern; null where it is one. */
export function patternProblem(query: LogQuery): string | null {
  try {
    patternOf(query)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
