import type { FieldName, ProblemCode } from '../model/field.ts'
import type { PackageSettings } from '../model/packages.ts'
import { lineProblem } from './text-checks.ts'

interface Finding {
  readonly problem: ProblemCode | null
  readonly value: string
}

type PackageField =
  'pipPackages' | 'aptPackages' | 'requirementsFile' | 'pipIndexUrl' | 'pipTrustedHost' | 'packageProxy' | 'pythonLink'

const aptName = /^[a-z0-9][a-z0-9+.-]*(?::[a-z0-9]+)?(?:=[\w.+~:-]+)?$/
const hostName = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:]+\](?::\d{1,5})?$/i

/** In the order of the form. */
export const packageRules = {
  pipPackages: ({ pip }) => firstFinding(pip, pipProblem),
  aptPackages: ({ apt }) => firstFinding(apt, aptProblem),
  requirementsFile: ({ requirementsFile }) => ({
    problem: requirementsProblem(requirementsFile),
    value: requirementsFile,
  }),
  pipIndexUrl: ({ indexUrl }) => addressFinding(indexUrl),
  pipTrustedHost: ({ trustedHost }) => ({
    problem: trustedHost === '' || hostName.test(trustedHost) ? null : 'bad-characters',
    value: trustedHost,
  }),
  packageProxy: ({ proxy }) => addressFinding(proxy),
  pythonLink: ({ pythonLink }) => ({
    problem: pythonLink === '' || pythonLink.startsWith('/') ? lineProblem(pythonLink) : 'not-absolute',
    value: pythonLink,
  }),
} as const satisfies Record<PackageField & FieldName, (settings: PackageSettings) => Finding>

/** A requirement is one word or several; an option of pip is none. */
export function pipProblem(line: string): ProblemCode | null {
  if (line.startsWith('-')) return 'an-option'
  return lineProblem(line) ?? (hasPassword(line) ? 'password-in-url' : null)
}

export function aptProblem(line: string): ProblemCode | null {
  if (line.startsWith('-')) return 'an-option'
  return aptName.test(line) ? null : 'bad-characters'
}

function firstFinding(lines: readonly string[], problemOf: (line: string) => ProblemCode | null): Finding {
  const bad = lines.find((line) => problemOf(line) !== null)
  const problem = bad === undefined ? null : problemOf(bad)
  return { problem, value: problem === 'password-in-url' ? '' : (bad ?? '') }
}

function requirementsProblem(path: string): ProblemCode | null {
  if (path.startsWith('/') || path.split('/').includes('..')) return 'outside-code-folder'
  return lineProblem(path)
}

/** The value is left out where it holds a password. */
function addressFinding(url: string): Finding {
  if (url === '') return { problem: null, value: '' }
  if (!/^https?:\/\/[^\s/]+/.test(url)) return { problem: 'not-a-url', value: url }
  if (hasPassword(url)) return { problem: 'password-in-url', value: '' }
  return { problem: lineProblem(url), value: url }
}

/** Settings are kept in the database and in files that are shared: no place for a password. */
function hasPassword(url: string): boolean {
  return /[a-z+]+:\/\/[^/@\s]*:[^/@\s]*@/i.test(url)
}
