import type { Job } from '../../../shared/model/job.ts'
import type { AppStores } from '../../stores/app-stores.ts'

/** Leads to where a job is to be seen: in its project, or among the packs of all where that is gone. */
export function showJob(stores: AppStores, { id, kind, projectId, transfer }: Job): void {
  const view = stores.view.getState()
  const past = { kind: 'record', id: transfer?.packJobId ?? id } as const
  const isThere = stores.projects.getState().projects?.some((project) => project.id === projectId) ?? false
  if (projectId === null || !isThere) {
    if (kind !== 'pack' && transfer === undefined) return
    view.showAllPacks()
    view.showPast(past)
    return
  }
  view.selectProject(projectId)
  switch (kind) {
    case 'test':
      view.showTest(projectId, id)
      break
    case 'push':
    case 'pull':
      view.selectTab('history')
      view.showPast(past)
      break
    case 'pack':
      view.showPack(projectId, id)
      break
    case 'terminal':
      stores.terminals.getState().show(projectId, id)
      view.selectTab('terminal')
      break
    case 'packages':
    case 'sandbox':
    case 'unknown':
      view.selectTab('pack')
      break
  }
}
