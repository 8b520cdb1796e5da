import type { Project } from '../../../shared/model/project.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { projectProblems } from '../project/project-actions.ts'

/** Installs as the form stands. */
export function startPackages(stores: AppStores, project: Project): Promise<void> {
  return startFromForm(stores, project, async () => {
    await stores.jobs.getState().startPackages(project.id)
  })
}

/** Starts what needs a form without mistakes. What is missing there is shown at its field, as before a pack. */
export async function startFromForm(stores: AppStores, project: Project, start: () => Promise<void>): Promise<void> {
  const { tellPackAttempt } = stores.view.getState()
  const draft = stores.drafts.of(project)
  try {
    await draft.getState().flush()
    if (projectProblems(draft.getState().settings).length > 0) {
      tellPackAttempt(project.id, { at: Date.now(), fieldProblem: null, error: null })
      return
    }
    await start()
    tellPackAttempt(project.id, null)
  } catch (thrown) {
    const error = unlessCancelled(thrown)
    const fieldProblem = error?.code === 'invalid-field' ? error.details : null
    tellPackAttempt(project.id, { at: Date.now(), fieldProblem, error: fieldProblem === null ? error : null })
  }
}
