import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { AccountSettings } from '../../../shared/model/account.ts'
import { ProjectSettings } from '../../../shared/model/project.ts'
import type { Project } from '../../../shared/model/project.ts'
import { formatPackCommandLine, secretVariables } from '../../../shared/uaitrain/pack-command-line.ts'

/** The line for UCloud's tool that packs a project; the shell fills in the secrets, which must not stand in it. */
export function commandLineOf(project: Project, account: AccountSettings | null): string {
  const line = formatPackCommandLine({
    project: ProjectSettings.parse(project),
    account: account ?? defaultAccountSettings,
    accountName: null,
    secrets: {},
  })
  const secrets = Object.entries(secretVariables).map(([flag, variable]) => `--${flag} "$${variable}"`)
  return [line, ...secrets].join(' ')
}
