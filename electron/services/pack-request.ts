import type { AccountSettings } from '../../shared/model/account.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import { PackRequest } from '../../shared/model/pack.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { ProjectSettings } from '../../shared/model/project.ts'

/** What a project and an account together ask for; whatever else they carry is left behind. */
export function packRequestOf(options: {
  readonly project: ProjectSettings
  readonly account: { readonly id: AccountId; readonly settings: AccountSettings }
  readonly push: boolean
  /** Of the project's terminals; a command line has none. */
  readonly keptChanges?: readonly KeptChange[]
}): PackRequest {
  const { project, account, push, keptChanges } = options
  return PackRequest.parse({ ...account.settings, accountId: account.id, project, push, keptChanges })
}
