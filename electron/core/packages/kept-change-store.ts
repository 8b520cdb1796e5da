import type { ProjectId } from '../../../shared/model/ids.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'

/** What was kept of the terminals of projects, in the order that it goes into their base images. */
export interface KeptChangeStore {
  list(projectId: ProjectId): KeptChange[]
  /** Last; what is there already keeps its place. */
  add(projectId: ProjectId, change: KeptChange): void
  remove(projectId: ProjectId, digest: string): void
  /** Of all projects. */
  digests(): string[]
}
