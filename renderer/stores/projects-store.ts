import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ProjectId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Project, ProjectSettings } from '../../shared/model/project.ts'
import type { WarningKey } from '../../shared/model/scan.ts'
import type { AppClient } from '../ipc/app-client.ts'

export interface ProjectsState {
  /** Null until they have been loaded. */
  readonly projects: readonly Project[] | null
  /** Those whose code folder is not where it was. */
  readonly moved: readonly ProjectId[]
  readonly load: () => Promise<void>
  /** Takes over a project that main has made or changed. */
  readonly put: (project: Project) => Project
  /** Looks where the code folders are. */
  readonly findMoved: () => Promise<void>
  /** Without an id a new project is made. */
  readonly save: (id: ProjectId | null, settings: ProjectSettings) => Promise<Project>
  readonly duplicate: (id: ProjectId) => Promise<Project>
  readonly archive: (id: ProjectId, archived: boolean) => Promise<void>
  /** Lives with a warning about the code from now on, or is told of it again. */
  readonly keepWarning: (id: ProjectId, warning: WarningKey, kept: boolean) => Promise<void>
  /** Points a project to where its code is now. */
  readonly relocate: (id: ProjectId, codePath: string) => Promise<Project>
  readonly remove: (id: ProjectId) => Promise<void>
}

export type ProjectsStore = StoreApi<ProjectsState>

export function createProjectsStore(client: AppClient): ProjectsStore {
  const store = createStore<ProjectsState>()((set, get) => {
    const put = (project: Project): Project => {
      set({ projects: withProject(get().projects ?? [], project) })
      return project
    }
    return {
      projects: null,
      moved: [],
      put,
      async load() {
        set({ projects: await client.call('projects.list', undefined) })
      },
      async save(id, settings) {
        return put(await client.call('projects.save', { id, settings }))
      },
      async findMoved() {
        set({ moved: await client.call('projects.findMoved', undefined) })
      },
      async duplicate(id) {
        return put(await client.call('projects.duplicate', id))
      },
      async archive(id, archived) {
        put(await client.call('projects.archive', { id, archived }))
      },
      async keepWarning(id, warning, kept) {
        put(await client.call('projects.keepWarning', { id, warning, kept }))
      },
      async relocate(id, codePath) {
        const project = put(await client.call('projects.relocate', { id, codePath }))
        set({ moved: get().moved.filter((one) => one !== id) })
        return project
      },
      async remove(id) {
        await client.call('projects.remove', id)
        set({ projects: (get().projects ?? []).filter((project) => project.id !== id) })
      },
    }
  })
  client.on('projects.changed', (projects) => store.setState({ projects }))
  return store
}

function withProject(projects: readonly Project[], saved: Project): readonly Project[] {
  return projects.some((project) => project.id === saved.id)
    ? projects.map((project) => (project.id === saved.id ? saved : project))
    : [...projects, saved]
}

/** The one that was worked on last comes first: changed, packed or tested. */
export function byRecency(projects: readonly Project[], jobs: readonly Job[]): readonly Project[] {
  const newest = new Map<ProjectId, number>()
  for (const { projectId, startedAt } of jobs) {
    if (projectId !== null) newest.set(projectId, Math.max(newest.get(projectId) ?? 0, startedAt))
  }
  const at = ({ id, updatedAt }: Project): number => Math.max(updatedAt, newest.get(id) ?? 0)
  return projects.toSorted((a, b) => at(b) - at(a))
}

export function matchingProjects(projects: readonly Project[], query: string): readonly Project[] {
  const wanted = query.trim().toLowerCase()
  return projects.filter(({ name, imageName, codePath }) =>
    `${name}\n${imageName}\n${codePath}`.toLowerCase().includes(wanted),
  )
}
