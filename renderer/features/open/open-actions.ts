import type { ProjectId } from '../../../shared/model/ids.ts'
import type { Opened } from '../../../shared/model/opened.ts'
import type { ProjectFilePreview } from '../../../shared/model/project-file.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { runningJob } from '../../stores/jobs-store.ts'
import { findProject, projectProblems, startPack, telling } from '../project/project-actions.ts'

/** Does what a double click on a folder or a project file means: packs it, or asks for what is missing. */
export async function openFromSystem(stores: AppStores, { kind, path }: Opened): Promise<void> {
  await telling(stores, () => (kind === 'folder' ? openFolder(stores, path, 'pack') : openFile(stores, path)))
}

/** Asks for a code folder and shows its project, made from what the folder tells if it has none yet. */
export async function openCodeFolder(stores: AppStores): Promise<void> {
  await telling(stores, async () => {
    const path = await stores.client.call('folders.choose', { purpose: 'code', startAt: null })
    if (path !== null) await openFolder(stores, path, 'show')
  })
}

/** Asks for a project file and shows what it would do. */
export async function openProjectFile(stores: AppStores): Promise<void> {
  await telling(stores, async () => {
    const path = await stores.client.call('projects.chooseFile', { purpose: 'import', startAt: null })
    if (path === null) return
    const preview = await stores.client.call('projects.readFile', path)
    stores.view.getState().ask({ kind: 'import-file', preview })
  })
}

async function openFolder(stores: AppStores, path: string, then: 'pack' | 'show'): Promise<void> {
  const found = await stores.client.call('projects.fromFolder', path)
  if (found.kind === 'file') {
    await openFile(stores, found.path)
    return
  }
  const { project, missingFolders } = found
  stores.projects.getState().put(project)
  stores.view.getState().selectProject(project.id)
  if (missingFolders.length > 0) {
    stores.view
      .getState()
      .ask({ kind: 'make-folders', projectId: project.id, paths: missingFolders, thenPack: then === 'pack' })
  } else if (then === 'pack') {
    await packIfComplete(stores, project.id)
  }
}

/** A file that the user has seen in this form packs at once; any other is shown first. */
async function openFile(stores: AppStores, path: string): Promise<void> {
  const preview = await stores.client.call('projects.readFile', path)
  const running = preview.projectId !== null && runningJob(stores.jobs.getState().jobs, preview.projectId, 'pack')
  if (running !== undefined && running !== false && preview.projectId !== null) {
    await startPack(stores, preview.projectId)
  } else if (preview.isTrusted) {
    await importFile(stores, preview, 'pack')
  } else {
    stores.view.getState().ask({ kind: 'import-file', preview })
  }
}

export async function importFile(
  stores: AppStores,
  { path, digest }: Pick<ProjectFilePreview, 'path' | 'digest'>,
  then: 'pack' | 'show',
): Promise<void> {
  const project = await stores.client.call('projects.importFile', { path, digest })
  stores.projects.getState().put(project)
  stores.view.getState().selectProject(project.id)
  if (then === 'pack') await packIfComplete(stores, project.id)
}

/** A project that nobody has filled in yet shows its form, without blame for the empty fields. */
export async function packIfComplete(stores: AppStores, id: ProjectId): Promise<void> {
  const project = findProject(stores, id)
  if (project === undefined) return
  const { settings } = stores.drafts.of(project).getState()
  const isRunning = runningJob(stores.jobs.getState().jobs, id, 'pack') !== undefined
  if (isRunning || projectProblems(settings).length === 0) await startPack(stores, id)
  else stores.view.getState().showForm(id)
}
