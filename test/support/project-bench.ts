import { createMemoryStore } from '../../electron/adapters/keychain/memory-store.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createAccountStore } from '../../electron/adapters/store/accounts.ts'
import { openDatabase } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { createAccountService } from '../../electron/core/accounts/account-service.ts'
import type { AccountService } from '../../electron/core/accounts/account-service.ts'
import type { AccountStore } from '../../electron/core/accounts/account-store.ts'
import type { SecretStore } from '../../electron/core/ports/secrets.ts'
import { createProjectFiles } from '../../electron/core/projects/project-files.ts'
import type { ProjectFiles } from '../../electron/core/projects/project-files.ts'
import { createProjectFolders } from '../../electron/core/projects/project-folders.ts'
import type { ProjectFolders } from '../../electron/core/projects/project-folders.ts'
import { createProjectService } from '../../electron/core/projects/project-service.ts'
import type { ProjectService } from '../../electron/core/projects/project-service.ts'
import { defaultAccountSettings } from '../../shared/model/account.ts'
import { AccountId } from '../../shared/model/ids.ts'

export interface ProjectBench {
  readonly projects: ProjectService
  readonly projectFiles: ProjectFiles
  readonly projectFolders: ProjectFolders
  readonly accounts: AccountService
  readonly accountStore: AccountStore
  readonly secrets: SecretStore
  addAccount(name: string): AccountId
}

/** Everything that has to do with projects, on a real database in memory; each change is a second later. */
export async function createProjectBench(): Promise<ProjectBench> {
  let now = 0
  const clock = { now: () => (now += 1000) }
  const database = await openDatabase({ path: ':memory:', clock, onDamaged: () => undefined })
  const accountStore = createAccountStore(database)
  const secrets = createMemoryStore('test')
  const files = createNodeFiles()
  const projects = createProjectService({
    store: createProjectStore(database),
    clock,
    isInUse: () => false,
    onChanged: () => undefined,
  })
  return {
    projects,
    projectFiles: createProjectFiles({ projects, accountStore, files }),
    projectFolders: createProjectFolders({ projects, accountStore, files }),
    accounts: createAccountService({ store: accountStore, secrets, isInUse: () => false, onChanged: () => undefined }),
    accountStore,
    secrets,
    addAccount: (name) => {
      const id = AccountId.parse(`account-${name}`)
      accountStore.save({ id, settings: { ...defaultAccountSettings, name, publicKey: `key-${name}` } })
      return id
    },
  }
}
