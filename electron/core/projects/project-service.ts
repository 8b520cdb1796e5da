import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { ProjectId } from '../../../shared/model/ids.ts'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import type { Clock } from '../ports.ts'
import type { ProjectStore } from './project-store.ts'

export interface ProjectService {
  list(): Project[]
  /** Rejects with `not-found`. */
  find(id: ProjectId): Project
  /** Without an id a new project is made. Unfinished ones are kept as well: forms remember. */
  save(input: { id: ProjectId | null; settings: ProjectSettings }): Project
  /** Rejects with `in-use` while a job of it runs. */
  remove(id: ProjectId): void
}

export interface ProjectServiceOptions {
  readonly store: ProjectStore
  readonly clock: Clock
  readonly isInUse: (id: ProjectId) => boolean
  readonly onChanged: (projects: Project[]) => void
}

export function createProjectService({ store, clock, isInUse, onChanged }: ProjectServiceOptions): ProjectService {
  const find = (id: ProjectId): Project => {
    const project = store.find(id)
    if (project === null) throw new AppError('not-found', { what: 'project', id })
    return project
  }
  return {
    list: () => store.list(),
    find,
    save: ({ id, settings }) => {
      const now = clock.now()
      const known = id === null ? { id: ProjectId.parse(randomUUID()), createdAt: now } : find(id)
      const project = { ...settings, id: known.id, createdAt: known.createdAt, updatedAt: now }
      store.save(project)
      onChanged(store.list())
      return project
    },
    remove: (id) => {
      find(id)
      if (isInUse(id)) throw new AppError('in-use', { what: 'project', id })
      store.remove(id)
      onChanged(store.list())
    },
  }
}
