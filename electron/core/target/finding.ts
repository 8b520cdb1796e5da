import type { TargetCode, TargetFinding } from '../../../shared/model/target.ts'
import { lineAt, type PythonSource } from './python-source.ts'

/** What a check of one file or of all of them finds; the Python is added by who asked. */
export type Finding = Omit<TargetFinding, 'python'>

const warnings: readonly TargetCode[] = [
  'module-unknown',
  'output-elsewhere',
  'output-nothing',
  'absolute-path',
  'network',
]

export function findingAt(code: TargetCode, source: PythonSource, position: number | null, subject: string): Finding {
  const severity = warnings.includes(code) ? 'warning' : 'problem'
  const line = position === null ? null : lineAt(source, position)
  return { code, severity, path: source.path, line, subject, has: '' }
}

/** One finding a subject: the first place tells enough. */
export function firstOfEach(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ code, subject, path }) => {
    const key = [code, subject, path].join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
