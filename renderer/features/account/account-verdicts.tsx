import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { Verdict } from '../../../shared/model/health.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { StateMark, type Mark } from '../../ui/state-mark.tsx'
import type { TestOutcome } from './use-account-test.ts'

/** What came of trying an account out; scrolled into sight when it comes. */
export function AccountVerdicts({ outcome }: { outcome: TestOutcome }) {
  const { t } = useTranslation()
  const results = useRef<HTMLDivElement>(null)
  const { verdicts, error } = outcome

  useEffect(() => {
    if (verdicts !== null || error !== null) results.current?.scrollIntoView({ block: 'nearest' })
  }, [verdicts, error])

  return (
    <div ref={results} className="account-test">
      <div className="account-verdicts" role="status">
        {verdicts !== null && (
          <>
            <VerdictLine name={t('account.testApi')} verdict={verdicts.api} />
            <VerdictLine name={t('account.testUhub')} verdict={verdicts.uhub} />
          </>
        )}
      </div>
      {error !== null && <ErrorPanel error={error} />}
    </div>
  )
}

const marks: Readonly<Record<Verdict['state'], Mark>> = { ok: 'done', failed: 'failed', skipped: 'none' }

function VerdictLine({ name, verdict }: { name: string; verdict: Verdict }) {
  const { t } = useTranslation()
  const words = { ok: 'account.testOk', failed: 'account.testFailed', skipped: 'account.testSkipped' } as const
  return (
    <div className="verdict selectable">
      <StateMark mark={marks[verdict.state]} />
      <div>
        <p>
          <strong>{name}</strong> {t(words[verdict.state])}
          {verdict.state === 'ok' && verdict.detail !== '' && <span> · {verdict.detail}</span>}
        </p>
        {verdict.state === 'failed' && <VerdictReason problem={verdict.problem} />}
      </div>
    </div>
  )
}

function VerdictReason({ problem }: { problem: ErrorData }) {
  const { t } = useTranslation()
  const { title, cure, words } = describeError(problem, t)
  return (
    <>
      <p>{title}</p>
      <p className="verdict-cure">{cure}</p>
      {words !== null && <pre className="verdict-words">{words}</pre>}
    </>
  )
}
