import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { ProjectId } from '../../../shared/model/ids.ts'
import { ProjectSettings } from '../../../shared/model/project.ts'
import type { Project } from '../../../shared/model/project.ts'
import type { WarningKey } from '../../../shared/model/scan.ts'
import type { Clock } from '../ports/clock.ts'
import { numbered } from './numbered.ts'
import type { KnownProjectFile, ProjectStore } from './project-store.ts'

export interface ProjectService {
  list(): Project[]
  /** Rejects with `not-found`. */
  find(id: ProjectId): Project
  /** Without an id a new project is made. Unfinished ones are kept as well: forms remember. */
  save(input: { id: ProjectId | null; settings: ProjectSettings }): Project
  /** A second one with the same settings; its name and its image's name get a number, so that neither is mistaken. */
  duplicate(id: ProjectId): Project
  archive(input: { id: ProjectId; archived: boolean }): Project
  keepWarning(input: { id: ProjectId; warning: WarningKey; kept: boolean }): Project
  /** The file is kept in step with its project from now on, and trusted as it is. */
  keepFile(file: KnownProjectFile): Project
  findFile(path: string): KnownProjectFile | null
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
  const keep = (project: Project): Project => {
    store.save(project)
    onChanged(store.list())
    return project
  }
  const add = (settings: ProjectSettings, keptWarnings: readonly WarningKey[] = []): Project => {
    const now = clock.now()
    const id = ProjectId.parse(randomUUID())
    const made = { id, createdAt: now, updatedAt: now, archived: false, filePath: null }
    return keep({ ...settings, ...made, keptWarnings: [...keptWarnings] })
  }
  return {
    list: () => store.list(),
    find,
    save: ({ id, settings }) => {
      if (id === null) return add(settings)
      return keep({ ...find(id), ...settings, updatedAt: clock.now() })
    },
    duplicate: (id) => {
      const project = find(id)
      return add(numbered(ProjectSettings.parse(project), store.list()), project.keptWarnings)
    },
    archive: ({ id, archived }) => keep({ ...find(id), archived }),
    keepWarning: ({ id, warning, kept }) => {
      const project = find(id)
      const others = project.keptWarnings.filter((one) => one !== warning)
      return keep({ ...project, keptWarnings: kept ? [...others, warning] : others })
    },
    keepFile: (file) => {
      find(file.projectId)
      store.saveFile(file)
      onChanged(store.list())
      return find(file.projectId)
    },
    findFile: (path) => store.findFile(path),
    remove: (id) => {
      find(id)
      if (isInUse(id)) throw new AppError('in-use', { what: 'project', id })
      store.remove(id)
      onChanged(store.list())
    },
  }
}
