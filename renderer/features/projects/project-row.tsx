import { memo, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import { markOfJob, StateMark, type Mark } from '../../ui/state-mark.tsx'
import { startPack } from '../project/project-actions.ts'
import { RenameInput } from './rename-input.tsx'
import { RunningWords, StateWords } from './state-words.tsx'

interface ProjectRowProps {
  readonly project: Project
  readonly job: Job | undefined
  readonly isMoved: boolean
}

/** One project: a click shows it, a double click packs it, F2 renames it. */
export const ProjectRow = memo(function ProjectRow({ project, job, isMoved }: ProjectRowProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const selected = useView((state) => state.projectId === project.id && !state.showsAllPacks)
  const renaming = useView((state) => state.renaming === project.id)
  const { selectProject, rename } = stores.view.getState()

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'F2') rename(project.id)
  }

  if (renaming) return <RenameInput project={project} />
  return (
    <button
      type="button"
      className={selected ? 'project-row project-row-selected' : 'project-row'}
      aria-current={selected ? 'page' : undefined}
      onClick={() => selectProject(project.id)}
      onDoubleClick={() => void startPack(stores, project.id)}
      onKeyDown={onKey}
    >
      <StateMark mark={markOf(job, isMoved)} />
      <span className="project-row-name" title={project.name}>
        {project.name}
      </span>
      <span className="project-row-state">
        {job?.state === 'running' ? (
          <RunningWords jobId={job.id} />
        ) : isMoved ? (
          t('projects.moved')
        ) : (
          <StateWords job={job} />
        )}
      </span>
    </button>
  )
})

function markOf(job: Job | undefined, isMoved: boolean): Mark {
  if (isMoved && job?.state !== 'running') return 'warning'
  return job === undefined ? 'none' : markOfJob(job.state)
}
