import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { useFormat } from '../../i18n/format.ts'
import { progressShare } from '../../stores/job-view.ts'
import { useJobs, useJobView, useStores } from '../../stores/use-stores.ts'
import { Bar } from '../../ui/bar.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { LayerList } from '../pack/layer-list.tsx'
import { cancelJob } from '../project/project-actions.ts'
import { pushAgain } from './history-actions.ts'

/** The pushes and pulls of a pack's image: those that run, and the newest one when it did not end well. */
export function RecordTransfers({ packJobId }: { packJobId: JobId }) {
  const jobs = useJobs(useShallow((state) => state.jobs.filter((job) => job.transfer?.packJobId === packJobId)))
  const shown = jobs.filter((job, index) => job.state === 'running' || (index === 0 && job.state !== 'succeeded'))
  return shown.map((job) => <Transfer key={job.id} job={job} />)
}

function Transfer({ job }: { job: Job }) {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const view = useJobView(job.id)
  const progress = view.progress.find(({ stage }) => stage === 'push' || stage === 'pull')
  const reference = job.transfer?.reference ?? ''
  const name = t(job.kind === 'push' ? 'history.pushing' : 'history.pulling')
  return (
    <section className="panel transfer" aria-label={name}>
      <div className="transfer-head">
        <StateMark mark={markOfJob(job.state)} />
        <strong>{name}</strong>
        <MiddleText text={reference} mono />
        {job.state === 'running' ? (
          <Button variant="default" size="xs" onClick={() => void cancelJob(stores, job.id)}>
            {t('common.cancel')}
          </Button>
        ) : (
          <span>{t(`jobStates.${job.state}`)}</span>
        )}
        {job.kind === 'push' && job.state !== 'running' && (
          <Button
            variant="default"
            size="xs"
            onClick={() => void pushAgain(stores, { packJobId: job.transfer?.packJobId ?? job.id, reference })}
          >
            {t('history.resume')}
          </Button>
        )}
      </div>
      {job.state === 'running' && (
        <>
          <Bar share={progressShare(progress)} label={name} />
          {progress !== undefined && (
            <span className="transfer-bytes">
              {format.bytes(progress.currentBytes)}
              {progress.totalBytes !== null && ` / ${format.bytes(progress.totalBytes)}`}
            </span>
          )}
          {progress !== undefined && <LayerList layers={progress.layers} />}
        </>
      )}
      {job.error !== null && <ErrorPanel error={job.error} />}
    </section>
  )
}
