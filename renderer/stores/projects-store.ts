import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ProjectId } from '../../shared/model/ids.ts'
import type { Project, ProjectSettings } from '../../shared/model/project.ts'
import type { AppClient } from '../ipc/app-client.ts'

export interface ProjectsState {
  /** Null until they have been loaded. */
  readonly projects: readonly Project[] | null
  readonly load: () => Promise<void>
  /** Without an id a new project is made. */
  readonly save: (id: ProjectId | null, settings: ProjectSettings) => Promise<Project>
  readonly remove: (id: ProjectId) => Promise<void>
}

export type ProjectsStore = StoreApi<ProjectsState>

export function createProjectsStore(client: AppClient): ProjectsStore {
  const store = createStore<ProjectsState>()((set, get) => ({
    projects: null,
    async load() {
      set({ projects: await client.call('projects.list', undefined) })
    },
    async save(id, settings) {
      const saved = await client.call('projects.save', { id, settings })
      set({ projects: withProject(get().projects ?? [], saved) })
      return saved
    },
    async remove(id) {
      await client.call('projects.remove', id)
      set({ projects: (get().projects ?? []).filter((project) => project.id !== id) })
    },
  }))
  client.on('projects.changed', (projects) => store.setState({ projects }))
  return store
}

function withProject(projects: readonly Project[], saved: Project): readonly Project[] {
  return projects.some((project) => project.id === saved.id)
    ? projects.map((project) => (project.id === saved.id ? saved : project))
    : [...projects, saved]
}

/** By name, in the order of the reader's language. */
export function matchingProjects(projects: readonly Project[], query: string, language: string): readonly Project[] {
  const wanted = query.trim().toLowerCase()
  const compare = new Intl.Collator(language, { numeric: true }).compare
  return projects
    .filter((project) => `${project.name}\n${project.imageName}\n${project.codePath}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => compare(a.name, b.name))
}
