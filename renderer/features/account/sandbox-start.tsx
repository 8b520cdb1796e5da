import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { currentStage, progressOf, progressShare } from '../../stores/job-view.ts'
import { useJobs, useJobView, useNow, useStores } from '../../stores/use-stores.ts'
import { Bar } from '../../ui/bar.tsx'
import { useFormat } from '../../i18n/format.ts'
import { cancelJob } from '../project/project-actions.ts'
import './sandbox-start.css'

interface SandboxStart {
  readonly running: boolean
  /** The newest attempt, whoever began it. */
  readonly jobId: JobId | null
  /** The attempt that was begun here. */
  readonly startedId: JobId | null
  readonly error: ErrorData | null
  readonly start: () => Promise<void>
}

/** Making the sandbox, one attempt at a time. */
export function useSandboxStart(): SandboxStart {
  const { jobs } = useStores()
  const job = useJobs((state) => state.jobs.find((one) => one.kind === 'sandbox'))
  const [startedId, setStartedId] = useState<JobId | null>(null)
  const [refused, setRefused] = useState<ErrorData | null>(null)
  const failed = job?.state === 'failed' ? job.error : null

  async function start(): Promise<void> {
    setRefused(null)
    try {
      setStartedId(await jobs.getState().startSandbox())
    } catch (error) {
      setRefused(unlessCancelled(error))
    }
  }

  return { running: job?.state === 'running', jobId: job?.id ?? null, startedId, error: refused ?? failed, start }
}

export function SandboxProgress({ jobId }: { jobId: JobId }) {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const job = useJobs((state) => state.jobs.find((one) => one.id === jobId))
  const now = useNow(1000)
  const view = useJobView(jobId)
  const stage = currentStage(view)
  const progress = stage && progressOf(view, stage.lane, stage.stage)
  const title = stage === undefined ? t('pack.starting') : t(`stages.${stage.stage}.name`)
  return (
    <section className="sandbox-progress" aria-label={t('start.sandboxRunning')}>
      <div className="sandbox-progress-head">
        <div>
          <strong>{t('start.sandboxRunning')}</strong>
          <p>
            {title}
            {job !== undefined && ` · ${format.elapsed(now - job.startedAt)}`}
          </p>
        </div>
        <Button variant="default" size="xs" onClick={() => void cancelJob(stores, jobId)}>
          {t('common.cancel')}
        </Button>
      </div>
      <Bar share={progressShare(progress)} label={title} />
      <p className="sandbox-progress-line">{progress?.line ?? ' '}</p>
    </section>
  )
}
