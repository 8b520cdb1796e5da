import type { ProjectId } from '../../../shared/model/ids.ts'
import type { Project } from '../../../shared/model/project.ts'

/** A project file as this app wrote it, or as the user agreed to it. */
export interface KnownProjectFile {
  readonly path: string
  readonly projectId: ProjectId
  /** `sha256:…` of its content. */
  readonly digest: string
}

export interface ProjectStore {
  /** The one changed last comes first. */
  list(): Project[]
  find(id: ProjectId): Project | null
  /** Adds it, or replaces the one with its id. Which file it is kept in is `saveFile`'s business. */
  save(project: Project): void
  /** Its jobs stay in the history, without a project. */
  remove(id: ProjectId): void
  findFile(path: string): KnownProjectFile | null
  /** A project is kept in one file, and a file keeps one project: what was known of either before is forgotten. */
  saveFile(file: KnownProjectFile): void
}
