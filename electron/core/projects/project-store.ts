import type { ProjectId } from '../../../shared/model/ids.ts'
import type { Project } from '../../../shared/model/project.ts'

export interface ProjectStore {
  /** The one changed last comes first. */
  list(): Project[]
  find(id: ProjectId): Project | null
  /** Adds it, or replaces the one with its id. */
  save(project: Project): void
  /** Its jobs stay in the history, without a project. */
  remove(id: ProjectId): void
}
