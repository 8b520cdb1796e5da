import { randomUUID } from 'node:crypto'
import type { AccountSecrets, SecretName } from '../../../shared/model/account.ts'
import { AccountId } from '../../../shared/model/ids.ts'
import type { Project } from '../../../shared/model/project.ts'
import { parsePackCommandLine } from '../../../shared/uaitrain/pack-command-line.ts'
import type { PackCommandLine } from '../../../shared/uaitrain/pack-command-line.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { AccountStore, StoredAccount } from '../accounts/account-store.ts'
import type { SecretStore } from '../ports/secrets.ts'
import type { ProjectService } from './project-service.ts'

export interface CommandLineImport {
  readonly project: Project
  readonly accountId: AccountId | null
  readonly accountIsNew: boolean
  readonly movedSecrets: SecretName[]
}

export interface CommandLineImportOptions {
  readonly projects: ProjectService
  readonly accounts: Pick<AccountService, 'adopt'>
  readonly accountStore: Pick<AccountStore, 'list'>
  readonly secrets: SecretStore
}

/**
 * Makes a project of a pasted command, and an account of the keys in it unless there is one with them. The line itself
 * is kept nowhere. Rejects with `command-line-invalid` or `keychain-failed`, before anything is made.
 */
export async function importCommandLine(text: string, options: CommandLineImportOptions): Promise<CommandLineImport> {
  const { projects, accounts, accountStore, secrets } = options
  const read = parsePackCommandLine(text)
  const known = findAccount(read, accountStore.list())
  const account = known ?? newAccount(read)
  const movedSecrets = account === null ? [] : await moveSecrets(account.id, read.secrets, secrets)
  if (known === null && account !== null) await accounts.adopt(account)
  const accountId = account?.id ?? null
  const project = projects.save({ id: null, settings: { ...read.project, accountId } })
  return { project, accountId, accountIsNew: known === null && account !== null, movedSecrets }
}

/** By the name that the line gives, or by its key and user. */
function findAccount(read: PackCommandLine, accounts: readonly StoredAccount[]): StoredAccount | null {
  const { accountName, account } = read
  if (accountName !== null) return accounts.find(({ settings }) => settings.name === accountName) ?? null
  if (account.publicKey === '' && account.uhubUsername === '') return null
  const isSame = ({ settings }: StoredAccount): boolean =>
    (account.publicKey === '' || settings.publicKey === account.publicKey) &&
    (account.uhubUsername === '' || settings.uhubUsername === account.uhubUsername) &&
    settings.uhubHost === account.uhubHost
  return accounts.find(isSame) ?? null
}

/** Null when the line says nothing of an account. */
function newAccount({ accountName, account }: PackCommandLine): StoredAccount | null {
  const name = accountName ?? (account.uhubUsername === '' ? account.publicKey : account.uhubUsername)
  return name === '' ? null : { id: AccountId.parse(randomUUID()), settings: { ...account, name } }
}

async function moveSecrets(id: AccountId, given: AccountSecrets, secrets: SecretStore): Promise<SecretName[]> {
  const moved: SecretName[] = []
  for (const name of ['privateKey', 'uhubPassword'] as const) {
    const secret = given[name]
    if (secret === undefined) continue
    await secrets.set(id, name, secret)
    moved.push(name)
  }
  return moved
}
