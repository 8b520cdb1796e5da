import { useEffect } from 'react'
import type { Project } from '../../../shared/model/project.ts'
import { runningJob } from '../../stores/jobs-store.ts'
import { useJob, useJobs, useStores, useView } from '../../stores/use-stores.ts'
import { PackEnded } from './pack-ended.tsx'
import { PackForm } from './pack-form.tsx'
import { PackResultView } from './pack-result.tsx'
import { PackRunning } from './pack-running.tsx'

/** The form, or the pack that runs, or what came of it. */
export function PackTab({ project }: { project: Project }) {
  const { view } = useStores()
  const running = useJobs((state) => runningJob(state.jobs, project.id, 'pack'))
  const shown = useJob(useView((state) => state.shownPacks[project.id] ?? null))
  const job = running ?? shown

  // A pack begun elsewhere takes the tab, and its result stays there like that of one begun here.
  useEffect(() => {
    if (running === undefined) return
    const state = view.getState()
    if (state.shownPacks[project.id] !== running.id) state.showPack(project.id, running.id)
  }, [running, project.id, view])

  if (job?.state === 'running') return <PackRunning key={job.id} job={job} project={project} />
  if (job?.result?.kind === 'pack') {
    return <PackResultView key={job.id} job={job} result={job.result} project={project} />
  }
  return (
    <div className="page">
      {job !== undefined && <PackEnded key={job.id} job={job} project={project} />}
      <PackForm project={project} />
    </div>
  )
}
