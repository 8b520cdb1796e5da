import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { IgnoreRule, IgnoreSettings } from '../../../shared/model/ignore.ts'
import { defaultIgnores } from '../../../shared/uaitrain/default-ignores.ts'
import type { DefaultIgnore } from '../../../shared/uaitrain/default-ignores.ts'
import { ignorePatternProblem } from '../../../shared/uaitrain/ignore-pattern.ts'
import { ignoreLinesOf, ignoreRulesOf, parseIgnoreLines } from './dockerignore.ts'
import type { IgnoreRules, SourcedPattern } from './dockerignore.ts'
import { readFailed } from './read-failed.ts'

/** A line that Docker would refuse, and why. */
export interface BadRule {
  readonly source: IgnoreRule['source']
  readonly pattern: string
  readonly words: string
}

/** What a code folder leaves out: the app's defaults, then the folder's own `.dockerignore`, then the project's rules. */
export async function readIgnoreRules(
  folder: string,
  settings: IgnoreSettings,
  onBadRule?: (bad: BadRule) => void,
): Promise<IgnoreRules> {
  const path = join(folder, '.dockerignore')
  const own = ignoreLinesOf(await readOrEmpty(path))
  const refuse =
    onBadRule ??
    ((bad: BadRule) => {
      if (bad.source === 'dockerignore') throw new AppError('read-failed', { path, words: bad.words })
      throw new AppError('invalid-field', { field: 'ignoreRules', problem: 'bad-pattern', value: bad.pattern })
    })
  return ignoreRulesOf([
    ...defaultPatterns(settings.disabledDefaults),
    ...goodPatterns(own, 'dockerignore', refuse),
    ...goodPatterns(settings.rules, 'project', refuse),
  ])
}

function defaultPatterns(disabled: readonly string[]): SourcedPattern[] {
  const enabled: readonly DefaultIgnore[] = defaultIgnores.filter(({ id }) => !disabled.includes(id))
  return enabled.flatMap(({ id, patterns, marker }) =>
    parseIgnoreLines(patterns, 'default').map((parsed) => ({ ...parsed, marker, rule: { ...parsed.rule, id } })),
  )
}

function goodPatterns(
  lines: readonly string[],
  source: IgnoreRule['source'],
  onBadRule: (bad: BadRule) => void,
): SourcedPattern[] {
  return lines.flatMap((pattern) => {
    const words = ignorePatternProblem(pattern)
    if (words === null) return parseIgnoreLines([pattern], source)
    onBadRule({ source, pattern, words })
    return []
  })
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw readFailed(path, error)
  }
}
