import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { FieldProblem } from '../../../shared/model/field.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import { checkProject } from '../../../shared/uaitrain/fields.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { lastPacked, type PackOptions, runningJob, type TestWish } from '../../stores/jobs-store.ts'

/** Everything wrong with a project that can be seen without asking main. */
export function projectProblems(settings: ProjectSettings): FieldProblem[] {
  const problems: FieldProblem[] = checkProject(settings)
  if (settings.accountId === null) problems.push({ field: 'account', problem: 'required', value: '' })
  return problems
}

/** Packs as the form stands; a pack that runs already is shown instead. */
export async function startPack(
  stores: AppStores,
  projectId: ProjectId,
  { push = true, skipsSmoke = false, thenTest }: Partial<PackOptions> = {},
): Promise<void> {
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
    const jobId = await jobs.startPack(projectId, { push, skipsSmoke, thenTest })
    view.tellPackAttempt(projectId, null)
    view.showPack(projectId, jobId)
    if (thenTest !== undefined) showTestOnceStarted(stores, projectId, jobId)
  } catch (thrown) {
    const error = unlessCancelled(thrown)
    const fieldProblem = error?.code === 'invalid-field' ? error.details : null
    view.tellPackAttempt(projectId, { at: Date.now(), fieldProblem, error: fieldProblem === null ? error : null })
    view.showForm(projectId)
  }
}

/** Goes on to the test that follows a pack, unless something else is looked at by then. */
function showTestOnceStarted({ jobs, view }: AppStores, projectId: ProjectId, packJobId: JobId): void {
  const leave = jobs.subscribe(({ jobs: all }) => {
    const pack = all.find(({ id }) => id === packJobId)
    const test = all.find((job) => job.test?.packJobId === packJobId)
    const isOver = pack !== undefined && pack.state !== 'running' && pack.state !== 'succeeded'
    if (test === undefined && !isOver) return
    leave()
    const { tab, projectId: shown, shownPacks } = view.getState()
    const isLookedAt = shown === projectId && tab === 'pack' && shownPacks[projectId] === packJobId
    if (test !== undefined && isLookedAt) view.getState().showTest(projectId, test.id)
  })
}

type ProjectTest = TestWish & { readonly projectId: ProjectId }

/** Starts a test; where something is in the way of a GPU one, its dialog tells that first, and can start it all the same. */
export async function startTest(stores: AppStores, wish: ProjectTest): Promise<void> {
  if (wish.target === 'gpu' && !(await canTestOnGpu(stores))) {
    stores.view.getState().openRunDialog({ ...wish, options: wish.options ?? null })
  } else await startTestAnyway(stores, wish)
}

/** Tests a project's newest packed image; without one the Tests tab is shown, which says what is missing. */
export function testNewest(stores: AppStores, projectId: ProjectId, target: TestTarget): void {
  const packed = showForTest(stores, projectId)
  if (packed !== undefined) void startTest(stores, { projectId, packJobId: packed.id, target })
}

/** The same, asking for the run's options first. */
export function chooseOptionsOfTest(stores: AppStores, projectId: ProjectId, target: TestTarget): void {
  const packed = showForTest(stores, projectId)
  if (packed === undefined) return
  stores.view.getState().openRunDialog({ projectId, packJobId: packed.id, target, options: null })
}

function showForTest(stores: AppStores, projectId: ProjectId): Job | undefined {
  const view = stores.view.getState()
  const packed = lastPacked(stores.jobs.getState().jobs, projectId)
  view.selectProject(projectId)
  if (packed === undefined) view.selectTab('tests')
  return packed
}

async function canTestOnGpu({ health }: AppStores): Promise<boolean> {
  try {
    return (await health.getState().checkGpus()).finding.verdict === 'ok'
  } catch {
    // The test itself tells what is wrong.
    return true
  }
}

export async function startTestAnyway(
  stores: AppStores,
  { projectId, packJobId, target, options }: ProjectTest,
): Promise<void> {
  const view = stores.view.getState()
  view.tellProblem(null)
  try {
    view.showTest(projectId, await stores.jobs.getState().startTest({ packJobId, target, options }))
  } catch (error) {
    view.tellProblem(unlessCancelled(error))
  }
}

/** The registry that the sandbox's account may push to, as making the sandbox told; empty if that is not known. */
export function sandboxRegistry(stores: AppStores): string {
  for (const { result } of stores.jobs.getState().jobs) if (result?.kind === 'sandbox') return result.uhubRegistry
  return ''
}

export async function duplicateProject(stores: AppStores, id: ProjectId): Promise<void> {
  await telling(stores, async () => {
    const copy = await stores.projects.getState().duplicate(id)
    stores.view.getState().selectProject(copy.id)
  })
}

export async function archiveProject(stores: AppStores, id: ProjectId, archived: boolean): Promise<void> {
  await telling(stores, () => stores.projects.getState().archive(id, archived))
}

/** Asks where the code is now. */
export async function relocateProject(stores: AppStores, { id, codePath }: Project): Promise<void> {
  await telling(stores, async () => {
    const path = await stores.client.call('folders.choose', { purpose: 'code', startAt: codePath })
    if (path === null) return
    await flushDraft(stores, id)
    await stores.projects.getState().relocate(id, path)
  })
}

/** Writes the project file: its own, which lies beside the code where there is none yet, or one that is chosen. */
export async function exportProject(stores: AppStores, id: ProjectId, where: 'own' | 'chosen'): Promise<void> {
  await telling(stores, async () => {
    await flushDraft(stores, id)
    const path = where === 'own' ? null : await chooseExportPath(stores, id)
    if (where === 'chosen' && path === null) return
    const outcome = await stores.client.call('projects.exportFile', { id, path, overwrite: false })
    if (outcome.state === 'conflict') {
      stores.view.getState().ask({ kind: 'overwrite-file', projectId: id, path: outcome.path, reason: outcome.reason })
    }
  })
}

function chooseExportPath(stores: AppStores, id: ProjectId): Promise<string | null> {
  const startAt = findProject(stores, id)?.filePath ?? null
  return stores.client.call('projects.chooseFile', { purpose: 'export', startAt })
}

/** What the form holds back is part of what is written. */
async function flushDraft(stores: AppStores, id: ProjectId): Promise<void> {
  const project = findProject(stores, id)
  if (project !== undefined) await stores.drafts.of(project).getState().flush()
}

/** Shows at the top of the window what went wrong. */
export async function telling(stores: AppStores, action: () => Promise<void>): Promise<void> {
  const { tellProblem } = stores.view.getState()
  tellProblem(null)
  try {
    await action()
  } catch (error) {
    tellProblem(unlessCancelled(error))
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

/** Lets a test end by itself. */
export async function stopTest(stores: AppStores, id: JobId): Promise<void> {
  await telling(stores, () => stores.jobs.getState().stop(id))
}

export function findProject(stores: AppStores, id: ProjectId): Project | undefined {
  return stores.projects.getState().projects?.find((project) => project.id === id)
}
