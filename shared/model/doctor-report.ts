import type { CheckVerdict, Finding } from './doctor.ts'

/** A finding in a language. */
export interface FindingWords {
  readonly name: string
  readonly seen: string
  /** What to do; null when there is nothing to. */
  readonly cure: string | null
}

const marks: Readonly<Record<CheckVerdict, string>> = { ok: '✓', warning: '!', problem: '✕', skipped: '–' }

/** A finding as a few lines of plain text, for a terminal and for a report. */
export function findingReport(finding: Finding, { name, seen, cure }: FindingWords): string {
  const commands = finding.cures.flatMap((one) => (one.kind === 'command' ? [`$ ${one.command}`] : []))
  const details = [finding.words?.trim().replaceAll('\n', '\n    '), cure, ...commands]
  const lines = details.flatMap((text) => (text === null || text === undefined ? [] : [`    ${text}`]))
  return [`${marks[finding.verdict]} ${name}: ${seen}`, ...lines, ''].join('\n')
}

/** The values with sizes as texts. */
export function shownValues(
  { values }: Pick<Finding, 'values'>,
  formatBytes: (bytes: number) => string,
): Record<string, string | number> {
  const shown = Object.entries(values).map(([name, value]): [string, string | number] => {
    return [name, name.endsWith('Bytes') && typeof value === 'number' ? formatBytes(value) : value]
  })
  return Object.fromEntries(shown)
}
