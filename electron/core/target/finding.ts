import type { TargetCode, TargetFinding } from '../../../shared/model/target.ts'
import { lineAt, type PythonSource } from './python-source.ts'

/** What a check of one file or of all of them finds; the Python is added by who asked. */
export type Finding = Omit<TargetFinding, 'python'> & {
  /** Needed by who calls a function, and by nobody else: told last. */
  readonly isLate?: boolean
}

const warnings: readonly TargetCode[] = [
  'module-unknown',
  'output-elsewhere',
  'output-nothing',
  'absolute-path',
  'network',
  'arguments-unread',
]

export function findingAt(code: TargetCode, source: PythonSource, position: number | null, subject: string): Finding {
  const severity = warnings.includes(code) ? 'warning' : 'problem'
  const line = position === null ? null : lineAt(source, position)
  return { code, severity, path: source.path, line, subject, has: '', detail: null }
}

/** One finding a subject: the first place tells enough. A module is one subject, in however many files it is imported. */
export function firstOfEach(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = keyOf(finding)
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()].flatMap((group) => {
    const first = group.find(({ severity }) => severity === 'problem') ?? group[0]
    if (first === undefined) return []
    const paths = [...new Set(group.map(({ path }) => path))]
    const files = isOfModule(first) && paths.length > 1 ? { files: paths } : {}
    const isLate = group.every((one) => one.isLate === true)
    return [{ ...first, isLate, ...files }]
  })
}

function isOfModule({ code }: Finding): boolean {
  return code.startsWith('module-') || code === 'hidden-by-mount' || code === 'api-newer'
}

function keyOf(finding: Finding): string {
  const { code, subject, path, has, detail } = finding
  if (code === 'hidden-by-mount') return [code, has.split('/')[0]].join('\n')
  if (detail === 'relative-import') return [code, detail, path].join('\n')
  return isOfModule(finding) ? [code, detail, subject].join('\n') : [code, subject, path].join('\n')
}
