import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { currentStage } from '../../stores/job-view.ts'
import { useJobs, useJobView, useView } from '../../stores/use-stores.ts'

/** Tells screen readers of the shown project's newest job: each stage as it begins, and the end; never the bytes. */
export function Announcer() {
  const projectId = useView((state) => state.projectId)
  const job = useJobs((state) => state.jobs.find((one) => one.projectId === projectId))
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {job !== undefined && <JobWords job={job} />}
    </VisuallyHidden>
  )
}

function JobWords({ job }: { job: Job }) {
  const { t } = useTranslation()
  return job.state === 'running' ? <StageWords jobId={job.id} /> : t(`jobStates.${job.state}`)
}

function StageWords({ jobId }: { jobId: JobId }) {
  const { t } = useTranslation()
  const stage = currentStage(useJobView(jobId))
  if (stage === undefined) return t('pack.starting')
  const words = t(`stages.${stage.stage}.name`)
  return stage.lane === 'shared' ? words : `${t(`lanes.${stage.lane}`)}: ${words}`
}
