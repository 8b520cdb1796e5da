import type { Project } from '../../../shared/model/project.ts'
import { HistoryView } from './history-view.tsx'

/** The project's packs. */
export function HistoryTab({ project }: { project: Project }) {
  return <HistoryView projectId={project.id} />
}
