import type { FieldName, FieldProblem } from '../../../shared/model/field.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'

/** What each group of fields of the project's form works on. */
export interface FormPart {
  readonly settings: ProjectSettings
  readonly change: (patch: Partial<ProjectSettings>) => void
  readonly problemOf: (field: FieldName) => FieldProblem | undefined
}
