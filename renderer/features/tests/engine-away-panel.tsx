import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Project } from '../../../shared/model/project.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { FailureFinding } from '../doctor/failure-finding.tsx'
import { cancelJob } from '../project/project-actions.ts'

/** Has the doctor look at the engine, which may be gone for another reason than that it was stopped. */
const engineGone: ErrorData = { code: 'engine-stopped', details: { address: '', words: '' } }

interface EngineAwayPanelProps {
  readonly jobId: JobId
  readonly since: number
  readonly project: Project
}

/** A run waits for its engine: since when, how the engine is brought back, and the end of the waiting. */
export function EngineAwayPanel({ jobId, since, project }: EngineAwayPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const stores = useStores()
  const [stopping, setStopping] = useState(false)
  return (
    <section className="panel panel-warn" role="alert">
      <div className="panel-mark">
        <StateMark mark="warning" />
      </div>
      <div className="panel-body">
        <p className="panel-title">{t('runs.engineAway', { time: format.shortDateTime(since) })}</p>
        <p>{t('runs.engineAwayHint')}</p>
        <FailureFinding error={engineGone} project={project} />
        <div className="panel-actions">
          <Button
            variant="default"
            size="xs"
            loading={stopping}
            leftSection={<IconX size={14} />}
            onClick={() => {
              setStopping(true)
              void cancelJob(stores, jobId)
            }}
          >
            {t('runs.stopWaiting')}
          </Button>
        </div>
      </div>
    </section>
  )
}
