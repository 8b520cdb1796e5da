import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Project } from '../../../shared/model/project.ts'
import { jobsOf } from '../../stores/jobs-store.ts'
import { useJobs } from '../../stores/use-stores.ts'
import { HistoryRow } from './history-row.tsx'
import './history.css'

/** The project's packs that have ended, newest first. */
export function HistoryTab({ project }: { project: Project }) {
  const { t } = useTranslation()
  const packs = useJobs(
    useShallow((state) => jobsOf(state.jobs, project.id, 'pack').filter((job) => job.state !== 'running')),
  )
  if (packs.length === 0) {
    return (
      <div className="nothing">
        <strong>{t('history.none')}</strong>
      </div>
    )
  }
  return (
    <div className="page">
      <ul className="history" aria-label={t('history.title')}>
        {packs.map((job) => (
          <HistoryRow key={job.id} job={job} project={project} />
        ))}
      </ul>
    </div>
  )
}
