import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { useFormat } from '../../i18n/format.ts'
import { currentStage, progressOf, progressShare } from '../../stores/job-view.ts'
import { useJobView, useNow } from '../../stores/use-stores.ts'

const refreshMs = 30_000

/** How a project's newest job ended: "packed 3 min ago". */
export function StateWords({ job }: { job: Job | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(refreshMs)
  if (job === undefined || job.state === 'running') return t('projects.never')
  const when = format.ago(job.endedAt ?? job.startedAt, now)
  return t(job.state === 'succeeded' ? 'projects.packed' : `projects.${job.state}`, { when })
}

/** What a running job does now: "pushing 62 %". */
export function RunningWords({ jobId }: { jobId: JobId }) {
  const { t } = useTranslation()
  const format = useFormat()
  const view = useJobView(jobId)
  const stage = currentStage(view)
  if (stage === undefined) return t('pack.starting')
  const share = progressShare(progressOf(view, stage.lane, stage.stage))
  const doing = t(`stages.${stage.stage}.doing`)
  return share === null ? doing : `${doing} ${format.percent(share)}`
}
