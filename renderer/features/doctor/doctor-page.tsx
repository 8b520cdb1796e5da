import { Button, CloseButton, Select } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { worstVerdict, type CheckId } from '../../../shared/model/doctor.ts'
import { findingReport } from '../../../shared/model/doctor-report.ts'
import type { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import { useFormat } from '../../i18n/format.ts'
import { listFindings } from '../../stores/doctor-store.ts'
import { useAccounts, useHealth, useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { CopyTextButton } from './copy-text-button.tsx'
import { FindingRow } from './finding-row.tsx'
import { SpeedRow } from './speed-row.tsx'
import { useFindingWords } from './use-finding-words.ts'
import { useSpeedWords } from './use-speed-words.ts'
import './doctor.css'

const groups = {
  docker: ['engine', 'permission', 'running', 'version', 'disk', 'gpu'],
  machine: ['keychain', 'sandbox', 'proxy'],
  ucloud: ['api', 'clock', 'login'],
} as const satisfies Record<string, readonly CheckId[]>

interface DoctorPageProps {
  /** Whose account is tried, and is to have what is set up here. */
  readonly projectId: ProjectId | null
  readonly accountId: AccountId | null
}

/** Everything a pack needs, looked at when the page is opened; each finding appears as it is made. */
export function DoctorPage({ projectId, accountId }: DoctorPageProps) {
  const { t } = useTranslation()
  const { doctor, view } = useStores()
  const { findings, waiting, problem, look, ...state } = useStore(doctor)
  useLook(accountId)

  return (
    <section className="doctor" aria-labelledby="doctor-title">
      <header className="doctor-head">
        <h1 id="doctor-title">{t('doctor.title')}</h1>
        <Summary />
        <CopyReport />
        <Button variant="light" loading={waiting.length > 0} onClick={() => void look(state.accountId)}>
          {t('doctor.again')}
        </Button>
        <CloseButton aria-label={t('doctor.close')} onClick={() => view.getState().closeDoctor()} />
      </header>
      <div className="page">
        {problem !== null && <ErrorPanel error={problem} />}
        {(['docker', 'machine', 'ucloud'] as const).map((group) => (
          <section key={group} className="doctor-group" aria-labelledby={`doctor-${group}`}>
            <h2 id={`doctor-${group}`}>{t(`doctor.groups.${group}`)}</h2>
            {group === 'ucloud' && <AccountChoice />}
            <ul>
              {groups[group].map((check) => (
                <FindingRow
                  key={check}
                  check={check}
                  finding={findings[check]}
                  waiting={waiting.includes(check)}
                  forProject={projectId}
                  onAgain={() => void look(state.accountId, [check])}
                />
              ))}
              {group === 'ucloud' && (
                <SpeedRow key={state.accountId} accountId={state.accountId} projectId={projectId} />
              )}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}

/** Looks at everything once, and again at what an account or the sandbox is for when these have changed. */
function useLook(accountId: AccountId | null): void {
  const { doctor, accounts, jobs } = useStores()

  useEffect(() => {
    void doctor.getState().look(accountId)
  }, [doctor, accountId])

  useEffect(() => {
    const lookAgain = (): void => {
      const known = doctor.getState().accountId
      const [first] = accounts.getState().accounts ?? []
      void doctor.getState().look(known ?? first?.id ?? null, ['api', 'clock', 'login', 'sandbox'])
    }
    const stopAccounts = accounts.subscribe((state, before) => {
      if (before.accounts !== null && state.accounts !== before.accounts) lookAgain()
    })
    const runs = (): boolean =>
      jobs.getState().jobs.some(({ kind, state }) => kind === 'sandbox' && state === 'running')
    let ran = runs()
    const stopJobs = jobs.subscribe(() => {
      const running = runs()
      if (ran && !running) lookAgain()
      ran = running
    })
    return () => {
      stopAccounts()
      stopJobs()
    }
  }, [doctor, accounts, jobs])
}

function Summary() {
  const { t } = useTranslation()
  const { doctor } = useStores()
  const state = useStore(doctor)
  const verdict = worstVerdict(listFindings(state))
  const running = state.waiting.length > 0
  const marks = { ok: 'done', warning: 'warning', problem: 'failed' } as const
  return (
    <p className="doctor-summary" role="status">
      <StateMark mark={running ? 'running' : marks[verdict]} />
      {t(`doctor.summary.${running ? 'running' : verdict}`)}
    </p>
  )
}

function AccountChoice() {
  const { t } = useTranslation()
  const { doctor } = useStores()
  const { accountId, look } = useStore(doctor)
  const accounts = useAccounts((state) => state.accounts) ?? []
  if (accounts.length < 2) return null
  return (
    <Select
      className="doctor-account"
      label={t('doctor.account')}
      description={t('doctor.accountHint')}
      allowDeselect={false}
      data={accounts.map(({ id, name }) => ({ value: id, label: name }))}
      value={accountId}
      onChange={(value) => {
        const chosen = accounts.find(({ id }) => id === value)
        if (chosen !== undefined) void look(chosen.id, ['api', 'clock', 'login'])
      }}
    />
  )
}

/** All that is shown, as text for somebody who is to help. */
function CopyReport() {
  const { t } = useTranslation()
  const { doctor } = useStores()
  const format = useFormat()
  const wordsOf = useFindingWords()
  const speedWords = useSpeedWords()
  const info = useHealth((state) => state.info)

  function report(): string {
    const values = { version: info?.version ?? '', platform: info?.platform ?? '', date: format.dateTime(Date.now()) }
    const lines = listFindings(doctor.getState()).map((finding) => findingReport(finding, wordsOf(finding)))
    const { accountId, speeds } = doctor.getState()
    const measured = accountId === null ? undefined : speeds[accountId]
    const speed = measured === undefined ? [] : speedLines(t('doctor.speed.title'), speedWords(measured))
    return [t('doctor.report', values), '', ...lines, ...speed].join('\n')
  }

  return <CopyTextButton makeText={report} label={t('doctor.copyReport')} />
}

function speedLines(title: string, { ways, latency }: ReturnType<ReturnType<typeof useSpeedWords>>): string[] {
  return [`${title}: ${latency}`, ...ways.map((words) => `    ${words}`), '']
}
