import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import type { TargetTrial as Trial } from '../../../shared/model/target.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { StateMark, type Mark } from '../../ui/state-mark.tsx'

const marks = {
  accepted: 'done',
  refused: 'failed',
  failed: 'failed',
  unread: 'warning',
  late: 'warning',
  'no-image': 'warning',
} as const satisfies Record<Trial['outcome'], Mark>

interface TargetTrialProps {
  readonly projectId: ProjectId
  readonly settings: ProjectSettings
  readonly onTried: () => void
}

/** Starts the main file in the CPU base image by a click, and tells what it said to the platform's arguments. */
export function TargetTrial({ projectId, settings, onTried }: TargetTrialProps) {
  const { t } = useTranslation()
  const { client } = useStores()
  const running = useRef<AbortController | null>(null)
  const [isRunning, setRunning] = useState(false)
  const [trial, setTrial] = useState<Trial | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function start(): Promise<void> {
    const stop = new AbortController()
    running.current = stop
    setRunning(true)
    setTrial(null)
    setProblem(null)
    const { codePath, mainFile, base, trainParams, packages, acceleratorType, cloudGpu } = settings
    try {
      const code = { projectId, codePath, mainFile, base, trainParams, packages }
      const question = { ...code, acceleratorType, cloudGpu, pythonLink: packages.pythonLink }
      setTrial(await client.call('target.try', question, { signal: stop.signal }))
      onTried()
    } catch (error) {
      setProblem(unlessCancelled(error))
    }
    setRunning(false)
  }

  return (
    <div className="target-trial">
      {isRunning ? (
        <Button variant="default" size="xs" onClick={() => running.current?.abort()}>
          {t('target.trial.cancel')}
        </Button>
      ) : (
        <Button variant="default" size="xs" leftSection={<IconPlayerPlay size={12} />} onClick={() => void start()}>
          {t('target.trial.start')}
        </Button>
      )}
      <div aria-live="polite">
        {isRunning && <p className="preview-dim">{t('target.trial.running')}</p>}
        {trial !== null && <TrialWords trial={trial} />}
      </div>
      {problem !== null && <ErrorPanel error={problem} />}
    </div>
  )
}

function TrialWords({ trial }: { trial: Trial }) {
  const { t } = useTranslation()
  const { outcome, missing, words, python, image } = trial
  return (
    <ul className="target-findings selectable">
      {missing.map((module) => (
        <li key={module}>
          <StateMark mark="failed" label={t('target.severities.problem')} />
          <p>{t('target.trial.missing', { module })}</p>
        </li>
      ))}
      <li>
        <StateMark mark={marks[outcome]} />
        <div>
          <p>{t(`target.trial.outcomes.${outcome}`)}</p>
          {words !== '' && <p className="target-place">{words}</p>}
        </div>
      </li>
      {python !== '' && <li className="target-place">{t('target.trial.where', { python, image })}</li>}
    </ul>
  )
}
