import type { AccountSettings } from '../model/account.ts'
import type { FieldProblem } from '../model/field.ts'
import { AcceleratorType } from '../model/project.ts'
import type { ProjectSettings } from '../model/project.ts'
import { accountRules } from './account-rules.ts'
import { projectRules } from './project-rules.ts'

export type ProjectField = keyof typeof projectRules
export type AccountField = keyof typeof accountRules

/** Whether a secret is there, typed just now or kept from before. */
export interface SecretsGiven {
  readonly privateKeyGiven: boolean
  readonly uhubPasswordGiven: boolean
}

const projectFields = Object.keys(projectRules) as ProjectField[]
const accountFields = Object.keys(accountRules) as AccountField[]

/** What is wrong with one field of a project, or null. An empty tag is the default one. */
export function checkProjectField(field: ProjectField, settings: ProjectSettings): FieldProblem | null {
  const { problem, value } = projectRules[field](settings)
  return problem === null ? null : { field, problem, value }
}

/** Everything that is wrong with a project, in the order of the form; of what is on the disk nothing is known here. */
export function checkProject(settings: ProjectSettings): FieldProblem[] {
  return projectFields.flatMap((field) => checkProjectField(field, settings) ?? [])
}

/** What is wrong with one field of an account, or null. */
export function checkAccountField(field: AccountField, settings: AccountSettings): FieldProblem | null {
  const { problem, value } = accountRules[field](settings)
  return problem === null ? null : { field, problem, value }
}

/** Everything that is wrong with an account. Of the secrets only their absence can be seen. */
export function checkAccount(settings: AccountSettings, secrets: SecretsGiven): FieldProblem[] {
  const problems: FieldProblem[] = accountFields.flatMap((field) => checkAccountField(field, settings) ?? [])
  if (!secrets.privateKeyGiven) problems.push({ field: 'privateKey', problem: 'required', value: '' })
  if (!secrets.uhubPasswordGiven) problems.push({ field: 'uhubPassword', problem: 'required', value: '' })
  return problems
}

/** Null for anything but a CPU and a GPU, in either case of letters: the tool's own help says `GPU`. */
export function parseAcceleratorType(text: string): AcceleratorType | null {
  return AcceleratorType.safeParse(text.toLowerCase()).data ?? null
}
