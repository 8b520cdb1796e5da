import type { Project } from '../../../shared/model/project.ts'
import { tellingJob } from '../../stores/jobs-store.ts'
import { useJobs, useStores, useView } from '../../stores/use-stores.ts'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { startPack } from '../project/project-actions.ts'
import { RunningWords, StateWords } from './state-words.tsx'

/** One project: a click shows it, a double click packs it. */
export function ProjectRow({ project }: { project: Project }) {
  const stores = useStores()
  const selected = useView((state) => state.projectId === project.id)
  const job = useJobs((state) => tellingJob(state.jobs, project.id))
  return (
    <button
      type="button"
      className={selected ? 'project-row project-row-selected' : 'project-row'}
      aria-current={selected ? 'page' : undefined}
      onClick={() => stores.view.getState().selectProject(project.id)}
      onDoubleClick={() => void startPack(stores, project.id)}
    >
      <StateMark mark={job === undefined ? 'none' : markOfJob(job.state)} />
      <span className="project-row-name" title={project.name}>
        {project.name}
      </span>
      <span className="project-row-state">
        {job?.state === 'running' ? <RunningWords jobId={job.id} /> : <StateWords job={job} />}
      </span>
    </button>
  )
}
