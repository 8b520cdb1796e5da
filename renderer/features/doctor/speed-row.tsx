import { Button, Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ErrorData } from '../../../shared/errors.ts'
import type { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import {
  megabitsPerSecond,
  speedLimits,
  SpeedWay,
  type SpeedProgress,
  type SpeedReport,
} from '../../../shared/model/speed.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { useSpeedWords } from './use-speed-words.ts'

interface SpeedRowProps {
  readonly accountId: AccountId | null
  readonly projectId: ProjectId | null
}

/** How fast UHub is, measured when it is asked for; leaving the page ends that. */
export function SpeedRow({ accountId, projectId }: SpeedRowProps) {
  const { t } = useTranslation()
  const { client, doctor } = useStores()
  const running = useRef<AbortController | null>(null)
  const [isRunning, setRunning] = useState(false)
  const [progress, setProgress] = useState<SpeedProgress | null>(null)
  const report = useStore(doctor, ({ speeds }) => (accountId === null ? null : (speeds[accountId] ?? null)))
  const [problem, setProblem] = useState<ErrorData | null>(null)

  useEffect(() => () => running.current?.abort(), [])

  async function measure(id: AccountId): Promise<void> {
    const stop = new AbortController()
    running.current = stop
    setRunning(true)
    setProgress(null)
    setProblem(null)
    try {
      const measuring = client.open('registry.measureSpeed', { accountId: id, projectId }, { signal: stop.signal })
      for await (const batch of measuring) setProgress(batch.at(-1) ?? null)
      doctor.getState().keepSpeed(id, await measuring.result)
    } catch (error) {
      setProblem(unlessCancelled(error))
    } finally {
      setRunning(false)
    }
  }

  return (
    <li className="finding selectable" aria-label={t('doctor.speed.title')} aria-busy={isRunning}>
      <div className="finding-mark">{isRunning ? <Loader size={12} /> : <StateMark mark={markOf(report)} />}</div>
      <h3 className="finding-name">{t('doctor.speed.title')}</h3>
      <div className="finding-body">
        {isRunning ? <Doing progress={progress} /> : report === null ? <Hint /> : <Report report={report} />}
        {problem !== null && !isRunning && <ErrorPanel error={problem} />}
        {accountId === null && <p className="finding-dim">{t('doctor.speed.noAccount')}</p>}
        <div className="finding-actions">
          {isRunning ? (
            <Button variant="default" size="xs" onClick={() => running.current?.abort()}>
              {t('common.cancel')}
            </Button>
          ) : (
            <Button
              variant="default"
              size="xs"
              disabled={accountId === null}
              onClick={() => accountId !== null && void measure(accountId)}
            >
              {t(report === null ? 'doctor.speed.start' : 'doctor.speed.again')}
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}

function markOf(report: SpeedReport | null): 'none' | 'done' | 'warning' {
  if (report === null) return 'none'
  return SpeedWay.options.every((way) => report[way].state === 'measured') ? 'done' : 'warning'
}

function Hint() {
  const { t } = useTranslation()
  const format = useFormat()
  const { bytes, ms } = speedLimits
  return <p className="finding-dim">{t('doctor.speed.hint', { size: format.bytes(bytes), seconds: ms / 1000 })}</p>
}

function Doing({ progress }: { progress: SpeedProgress | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (progress === null) return <p>{t('doctor.speed.connecting')}</p>
  const values = { size: format.bytes(progress.bytes), speed: megabitsPerSecond(progress) }
  return <p className="finding-figures">{t(`doctor.speed.doing.${progress.way}`, values)}</p>
}

function Report({ report }: { report: SpeedReport }) {
  const { ways, latency } = useSpeedWords()(report)
  return (
    <div className="finding-figures" aria-live="polite">
      {ways.map((words, index) => (
        <p key={index}>{words}</p>
      ))}
      <p className="finding-dim">{latency}</p>
    </div>
  )
}
