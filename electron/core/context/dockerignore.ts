import type { IgnoreRule } from '../../../shared/model/ignore.ts'
import { parseIgnorePattern } from '../../../shared/uaitrain/ignore-pattern.ts'
import type { IgnorePattern } from '../../../shared/uaitrain/ignore-pattern.ts'

/** Whether a path is left out, by which rule, and which patterns say something of it. */
export interface IgnoreDecision {
  readonly isIgnored: boolean
  /** The rule that left it out; null when it is not ignored. */
  readonly rule: IgnoreRule | null
  /** Needed to decide on what is inside the path. */
  readonly matched: readonly boolean[]
}

/** Rules in the order in which they are read. */
export interface IgnoreRules {
  /** Some pattern takes back what others leave out, so that an ignored folder may hold files that are not. */
  readonly hasExceptions: boolean
  /**
   * Decides on a path, relative to the context with `/` between folders; `folder` is null for one at the top.
   * `names` are those of the files in it, for a folder that a rule may know by what it holds.
   */
  decide(path: string, folder: IgnoreDecision | null, names?: ReadonlySet<string>): IgnoreDecision
  /** Only the rule that leaves a file out; null when it is not ignored. */
  ruleOfFile(path: string, folder: IgnoreDecision | null): IgnoreRule | null
}

/** One pattern and where it comes from. */
export interface SourcedPattern extends IgnorePattern {
  readonly rule: IgnoreRule
  /** A folder with a file of this name matches too. */
  readonly marker: string | null
}

/** The patterns of the lines of a `.dockerignore`. Throws a SyntaxError that names the line which Docker would refuse. */
export function parseIgnoreLines(lines: readonly string[], source: IgnoreRule['source']): SourcedPattern[] {
  return lines.flatMap((line) => {
    const pattern = parseIgnorePattern(line)
    return pattern === null ? [] : { ...pattern, marker: null, rule: { source, pattern: line.trim(), id: null } }
  })
}

export function ignoreLinesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/)
}

/** The rules of one `.dockerignore`. Throws as `parseIgnoreLines` does. */
export function parseIgnoreRules(text: string): IgnoreRules {
  return ignoreRulesOf(parseIgnoreLines(ignoreLinesOf(text), 'dockerignore'))
}

const noNames: ReadonlySet<string> = new Set()

export function ignoreRulesOf(patterns: readonly SourcedPattern[]): IgnoreRules {
  const hasExceptions = patterns.some(({ isException }) => isException)
  const decide: IgnoreRules['decide'] = (path, folder, names = noNames) => {
    const matched: boolean[] = []
    const rule = decisiveRule(patterns, path, { folder, names, matched })
    return { isIgnored: rule !== null, rule, matched }
  }
  return {
    hasExceptions,
    decide: (path, folder, names) =>
      folder?.isIgnored === true && !hasExceptions ? folder : decide(path, folder, names),
    ruleOfFile: (path, folder) =>
      folder?.isIgnored === true && !hasExceptions ? folder.rule : decisiveRule(patterns, path, { folder }),
  }
}

/**
 * The last pattern that matches decides, and one that has matched a folder matches all that is in it. As in Docker, a
 * pattern that would change nothing is passed over: an exception does not match a folder that was not ignored.
 * Whether each pattern matched is added to `matched`, where it is wanted.
 */
function decisiveRule(
  patterns: readonly SourcedPattern[],
  path: string,
  { folder, names, matched }: { folder: IgnoreDecision | null; names?: ReadonlySet<string>; matched?: boolean[] },
): IgnoreRule | null {
  let decisive: IgnoreRule | null = null
  for (const [index, pattern] of patterns.entries()) {
    const changesSomething = pattern.isException === (decisive !== null)
    const matches =
      folder?.matched[index] === true || (changesSomething && (pattern.matches(path) || isMarked(pattern, names)))
    matched?.push(matches)
    if (!matches) continue
    if (pattern.isException) decisive = null
    else decisive ??= pattern.rule
  }
  return decisive
}

function isMarked({ marker }: SourcedPattern, names: ReadonlySet<string> | undefined): boolean {
  return marker !== null && names?.has(marker) === true
}
