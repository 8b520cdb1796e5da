import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { FieldProblem } from '../../../shared/model/field.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import { defaultImageTag } from '../../../shared/model/project.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import { defaultCombination } from '../../../shared/uaitrain/combinations.ts'
import { checkProject } from '../../../shared/uaitrain/fields.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { runningJob } from '../../stores/jobs-store.ts'
import { settingsOf } from '../../stores/project-draft.ts'

/** Everything wrong with a project that can be seen without asking main. */
export function projectProblems(settings: ProjectSettings): FieldProblem[] {
  const problems: FieldProblem[] = checkProject(settings)
  if (settings.accountId === null) problems.push({ field: 'account', problem: 'required', value: '' })
  return problems
}

/** Packs as the form stands; a pack that runs already is shown instead. */
export async function startPack(stores: AppStores, projectId: ProjectId, push = true): Promise<void> {
  const view = stores.view.getState()
  const jobs = stores.jobs.getState()
  const running = runningJob(jobs.jobs, projectId, 'pack')
  view.selectProject(projectId)
  if (running !== undefined) {
    view.showPack(projectId, running.id)
    return
  }
  const project = findProject(stores, projectId)
  if (project === undefined) return
  const draft = stores.drafts.of(project)
  try {
    await draft.getState().flush()
    if (projectProblems(draft.getState().settings).length > 0) {
      view.tellPackAttempt(projectId, { at: Date.now(), fieldProblem: null, error: null })
      view.showForm(projectId)
      return
    }
    const jobId = await jobs.startPack(projectId, { push })
    view.tellPackAttempt(projectId, null)
    view.showPack(projectId, jobId)
  } catch (thrown) {
    const error = unlessCancelled(thrown)
    const fieldProblem = error?.code === 'invalid-field' ? error.details : null
    view.tellPackAttempt(projectId, { at: Date.now(), fieldProblem, error: fieldProblem === null ? error : null })
    view.showForm(projectId)
  }
}

export async function startTest(
  stores: AppStores,
  { projectId, packJobId, target }: { projectId: ProjectId; packJobId: JobId; target: TestTarget },
): Promise<void> {
  const view = stores.view.getState()
  view.tellProblem(null)
  try {
    view.showTest(projectId, await stores.jobs.getState().startTest(packJobId, target))
  } catch (error) {
    view.tellProblem(unlessCancelled(error))
  }
}

/** Asks for a code folder and shows its project, made from what the folder tells if it has none yet. */
export async function openCodeFolder(stores: AppStores): Promise<void> {
  const view = stores.view.getState()
  view.tellProblem(null)
  try {
    const codePath = await stores.client.call('folders.choose', { purpose: 'code', startAt: null })
    if (codePath === null) return
    const known = stores.projects.getState().projects?.find((project) => project.codePath === codePath)
    const project = known ?? (await createProject(stores, codePath))
    view.selectProject(project.id)
  } catch (error) {
    view.tellProblem(unlessCancelled(error))
  }
}

async function createProject(stores: AppStores, codePath: string): Promise<Project> {
  const { suggestion, mainFiles, path } = await stores.client.call('folders.inspect', { codePath })
  const accounts = stores.accounts.getState().accounts ?? []
  const account = accounts.length === 1 ? accounts[0] : undefined
  return stores.projects.getState().save(null, {
    name: suggestion.name,
    accountId: account?.id ?? null,
    codePath: path,
    mainFile: mainFiles[0]?.path ?? '',
    base: { kind: 'combination', ...defaultCombination },
    uhubRegistry: account?.kind === 'sandbox' ? sandboxRegistry(stores) : lastRegistry(stores, account?.id),
    imageName: suggestion.imageName,
    imageTag: defaultImageTag,
    internalUhub: false,
    acceleratorType: 'gpu',
    trainParams: '',
    testDataPath: suggestion.testDataPath,
    testOutputPath: suggestion.testOutputPath,
    numGpus: null,
    ignore: noIgnoreSettings,
  })
}

/** The registry that the sandbox's account may push to, as making the sandbox told; empty if that is not known. */
export function sandboxRegistry(stores: AppStores): string {
  for (const { result } of stores.jobs.getState().jobs) if (result?.kind === 'sandbox') return result.uhubRegistry
  return ''
}

/** The registry that the newest project of the same account pushes to. */
function lastRegistry(stores: AppStores, accountId: Project['accountId'] | undefined): string {
  const projects = stores.projects.getState().projects ?? []
  const newestFirst = projects.toSorted((a, b) => b.updatedAt - a.updatedAt)
  return newestFirst.find((project) => project.accountId === accountId)?.uhubRegistry ?? ''
}

export async function duplicateProject(stores: AppStores, project: Project, name: string): Promise<void> {
  const view = stores.view.getState()
  try {
    const copy = await stores.projects.getState().save(null, { ...settingsOf(project), name })
    view.selectProject(copy.id)
  } catch (error) {
    view.tellProblem(unlessCancelled(error))
  }
}

export async function removeProject(stores: AppStores, id: ProjectId): Promise<void> {
  const view = stores.view.getState()
  try {
    await stores.projects.getState().remove(id)
  } catch (error) {
    view.tellProblem(unlessCancelled(error))
  }
}

/** Cancels a job; that it has ended already is no error worth telling. */
export async function cancelJob(stores: AppStores, id: JobId): Promise<void> {
  try {
    await stores.jobs.getState().cancel(id)
  } catch (error) {
    stores.view.getState().tellProblem(unlessCancelled(error))
  }
}

export function findProject(stores: AppStores, id: ProjectId): Project | undefined {
  return stores.projects.getState().projects?.find((project) => project.id === id)
}
