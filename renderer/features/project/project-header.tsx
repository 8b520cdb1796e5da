import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { tellingJob } from '../../stores/jobs-store.ts'
import { useJobs, useStores } from '../../stores/use-stores.ts'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { PackButton } from '../pack/pack-button.tsx'
import { RunningWords, StateWords } from '../projects/state-words.tsx'
import { TestMenu } from '../tests/test-menu.tsx'
import { ProjectMenu } from './project-menu.tsx'

export function ProjectHeader({ project }: { project: Project }) {
  const { t } = useTranslation()
  const job = useJobs((state) => tellingJob(state.jobs, project.id))
  return (
    <header className="project-header">
      <h1 title={project.name}>{project.name}</h1>
      <ProjectMenu project={project} />
      <div className="project-state">
        <StateMark mark={job === undefined ? 'none' : markOfJob(job.state)} />
        {job === undefined ? <span>{t('projects.never')}</span> : <StateLink job={job} projectId={project.id} />}
      </div>
      <TestMenu project={project} />
      <PackButton project={project} />
    </header>
  )
}

/** The newest job in words; a click shows it. */
function StateLink({ job, projectId }: { job: Job; projectId: ProjectId }) {
  const { view } = useStores()

  function show(): void {
    if (job.kind === 'test') view.getState().showTest(projectId, job.id)
    else view.getState().showPack(projectId, job.id)
  }

  return (
    <button type="button" className="project-state-link" onClick={show}>
      {job.state === 'running' ? <RunningWords jobId={job.id} /> : <StateWords job={job} />}
    </button>
  )
}
