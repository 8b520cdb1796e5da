import type { AppClient } from '../ipc/app-client.ts'
import { createAccountsStore, type AccountsStore } from './accounts-store.ts'
import { createDoctorStore, type DoctorStore } from './doctor-store.ts'
import { createFoldersStore, type FoldersStore } from './folders-store.ts'
import { Follows } from './follows.ts'
import type { ScheduleFrame } from './frame.ts'
import { createHealthStore, type HealthStore } from './health-store.ts'
import { createJobsStore, type JobsStore } from './jobs-store.ts'
import { createKeptChangesStore, type KeptChangesStore } from './kept-changes-store.ts'
import { ProjectDrafts } from './project-draft.ts'
import { createProjectsStore, type ProjectsStore } from './projects-store.ts'
import { createTerminalsStore, type TerminalsStore } from './terminals-store.ts'
import { createViewStore, type ViewStore } from './view-store.ts'

export interface AppStores {
  readonly client: AppClient
  readonly projects: ProjectsStore
  readonly drafts: ProjectDrafts
  readonly accounts: AccountsStore
  readonly jobs: JobsStore
  readonly health: HealthStore
  readonly doctor: DoctorStore
  readonly folders: FoldersStore
  readonly terminals: TerminalsStore
  readonly keptChanges: KeptChangesStore
  readonly view: ViewStore
  readonly follows: Follows
}

export function createAppStores(client: AppClient, schedule: ScheduleFrame): AppStores {
  const projects = createProjectsStore(client)
  const health = createHealthStore(client)
  const doctor = createDoctorStore(client, ({ check }) => {
    // The status line says the same.
    if (check === 'running') void health.getState().checkEngine()
  })
  return {
    client,
    projects,
    drafts: new ProjectDrafts(projects),
    accounts: createAccountsStore(client),
    jobs: createJobsStore(client),
    health,
    doctor,
    folders: createFoldersStore(client),
    terminals: createTerminalsStore(client),
    keptChanges: createKeptChangesStore(client),
    view: createViewStore(),
    follows: new Follows(client, schedule),
  }
}

/** Where a job of a kind is to be seen. */
const tabs = {
  pack: 'pack',
  packages: 'pack',
  sandbox: 'pack',
  test: 'tests',
  push: 'history',
  pull: 'history',
  terminal: 'terminal',
  unknown: 'history',
} as const

/** All that the first screen shows, in one round; keychain and engine, which may be slow, are asked only afterwards. */
export async function loadFirstScreen(stores: AppStores): Promise<void> {
  await Promise.all([
    stores.health.getState().loadInfo(),
    stores.projects.getState().load(),
    stores.jobs.getState().load(),
  ])
  const running = stores.jobs.getState().jobs.find((job) => job.state === 'running' && job.projectId !== null)
  const view = stores.view.getState()
  view.selectProject(running?.projectId ?? null)
  keepProjectSelected(stores)
  stores.projects.subscribe(() => keepProjectSelected(stores))
  for (const job of stores.jobs.getState().jobs.toReversed()) {
    if (job.state !== 'running' || job.projectId === null) continue
    if (job.kind === 'pack') view.showPack(job.projectId, job.id)
    if (job.kind === 'test') view.showTest(job.projectId, job.id)
  }
  if (running !== undefined) view.selectTab(tabs[running.kind])
}

/**
 * As long as there are projects one of them is shown: the newest that is not put away, where the chosen one is gone or
 * none was chosen.
 */
function keepProjectSelected({ projects, view }: AppStores): void {
  const list = projects.getState().projects ?? []
  const { projectId } = view.getState()
  if (list.some((project) => project.id === projectId)) return
  const newest = list.toSorted((a, b) => Number(a.archived) - Number(b.archived) || b.updatedAt - a.updatedAt)
  view.setState({ projectId: newest[0]?.id ?? null, tab: 'pack' })
}
