import type { TargetFinding, TargetReport, TargetTrial } from '../../shared/model/target.ts'
import type { Texts } from './texts.ts'

export type CheckVerdict = 'ok' | 'warning' | 'problem'

const marks = { problem: '✕', warning: '!' } as const
const trialVerdicts = {
  accepted: 'ok',
  refused: 'problem',
  failed: 'problem',
  unread: 'warning',
  late: 'warning',
  'no-image': 'warning',
} as const satisfies Record<TargetTrial['outcome'], CheckVerdict>

/** What source and trial come to together. */
export function verdictOf({ findings }: TargetReport, trial: TargetTrial | null): CheckVerdict {
  const tried = trial === null ? 'ok' : trial.missing.length > 0 ? 'problem' : trialVerdicts[trial.outcome]
  const verdicts = [tried, ...findings.map(({ severity }) => severity)]
  return verdicts.includes('problem') ? 'problem' : verdicts.includes('warning') ? 'warning' : 'ok'
}

/** A line with its place, and its cure under it. */
export function describeFinding(finding: TargetFinding, texts: Texts): string {
  const { code, severity, path, line, subject, python, has, detail, files } = finding
  const at = line === null ? path : `${path}:${line}`
  const place = files === undefined ? at : `${at} (${texts('target.inFiles', { count: files.length })})`
  const words = { subject, python, has }
  const seen =
    detail === null ? texts(`target.findings.${code}.seen`, words) : texts(`target.details.${detail}.seen`, words)
  const cure =
    detail === null ? texts(`target.findings.${code}.cure`, words) : texts(`target.details.${detail}.cure`, words)
  return `${marks[severity]} ${place}: ${seen}\n    ${cure}\n`
}

export function describeTrial(trial: TargetTrial, texts: Texts): string {
  const { missing, outcome, words, python, image } = trial
  const verdict = trialVerdicts[outcome]
  const mark = verdict === 'ok' ? '✓' : marks[verdict]
  return [
    ...missing.map((module) => `✕ ${texts('target.trial.missing', { module })}`),
    `${mark} ${texts(`target.trial.outcomes.${outcome}`)}`,
    ...(words === '' ? [] : [`    ${words.trim().replaceAll('\n', '\n    ')}`]),
    ...(python === '' ? [] : [`    ${texts('target.trial.where', { python, image })}`]),
    '',
  ].join('\n')
}
