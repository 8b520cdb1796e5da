import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import type { Verdict } from '../../../shared/model/health.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { StateMark, type Mark } from '../../ui/state-mark.tsx'

interface Outcome {
  readonly verdicts: { readonly api: Verdict; readonly uhub: Verdict } | null
  readonly error: ErrorData | null
}

const noOutcome: Outcome = { verdicts: null, error: null }

/** Saves the account, then has main try the API with its keys and UHub with its password. */
export function AccountTest({ save }: { save: () => Promise<AccountId | null> }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const results = useRef<HTMLDivElement>(null)
  const [testing, setTesting] = useState(false)
  const [{ verdicts, error }, setOutcome] = useState<Outcome>(noOutcome)

  useEffect(() => {
    if (verdicts !== null) results.current?.scrollIntoView({ block: 'nearest' })
  }, [verdicts])

  async function test(): Promise<void> {
    if (testing) return
    setOutcome(noOutcome)
    setTesting(true)
    try {
      const id = await save()
      if (id !== null) setOutcome({ verdicts: await client.call('accounts.test', id), error: null })
    } catch (thrown) {
      setOutcome({ verdicts: null, error: unlessCancelled(thrown) })
    } finally {
      setTesting(false)
    }
  }

  return (
    <section className="account-test" aria-label={t('account.test')}>
      <Button variant="light" aria-busy={testing} onClick={() => void test()}>
        {testing ? t('account.testing') : t('account.test')}
      </Button>
      <div ref={results} className="account-verdicts" role="status">
        {verdicts !== null && (
          <>
            <VerdictLine name={t('account.testApi')} verdict={verdicts.api} />
            <VerdictLine name={t('account.testUhub')} verdict={verdicts.uhub} />
          </>
        )}
      </div>
      {error !== null && <ErrorPanel error={error} />}
    </section>
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
