import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import { useFormat } from '../../i18n/format.ts'
import { useJobs, useProjects, useStores } from '../../stores/use-stores.ts'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { showJob } from './show-job.ts'

const shownJobs = 12

/** How many jobs run; a click lists them and the newest of the others, and each leads to where it is shown. */
export function JobsItem() {
  const { t } = useTranslation()
  const count = useJobs((state) => state.jobs.filter((job) => job.state === 'running').length)
  const jobs = useJobs((state) => state.jobs)
  const inOrder = jobs.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'))
  return (
    <Menu position="top-start" width={360}>
      <Menu.Target>
        <button type="button" className="status-item">
          {count === 0 ? t('status.noJobs') : t('status.jobs', { count })}
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('status.jobList')}>
        {jobs.length === 0 && <Menu.Label>{t('status.noJobsYet')}</Menu.Label>}
        {inOrder.slice(0, shownJobs).map((job) => (
          <JobEntry key={job.id} job={job} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function JobEntry({ job }: { job: Job }) {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const name = useProjects((state) => state.projects?.find(({ id }) => id === job.projectId)?.name)
  return (
    <Menu.Item
      leftSection={<StateMark mark={markOfJob(job.state)} label={t(`jobStates.${job.state}`)} />}
      rightSection={<span className="status-when">{format.dateTime(job.startedAt)}</span>}
      onClick={() => showJob(stores, job)}
    >
      {t(`jobKinds.${job.kind}`)}
      {name !== undefined && ` · ${name}`}
    </Menu.Item>
  )
}
