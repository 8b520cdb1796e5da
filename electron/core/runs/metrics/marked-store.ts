import type { MarkedName } from '../../../../shared/metrics/marked.ts'
import type { ProjectId } from '../../../../shared/model/ids.ts'

/** The numbers that the user wants as curves, project by project. */
export interface MarkedStore {
  list(projectId: ProjectId): MarkedName[]
  replace(projectId: ProjectId, names: readonly MarkedName[]): void
}
