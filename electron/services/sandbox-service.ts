import { randomUUID } from 'node:crypto'
import { createSandbox, makeSandboxSecrets, sandboxUhubRegistry } from '../adapters/sandbox/sandbox.ts'
import type { Sandbox, SandboxSecrets } from '../adapters/sandbox/sandbox.ts'
import type { AccountService } from '../core/accounts/account-service.ts'
import type { AccountStore } from '../core/accounts/account-store.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import type { ProjectService } from '../core/projects/project-service.ts'
import type { SecretStore } from '../core/ports/secrets.ts'
import { AccountId } from '../../shared/model/ids.ts'
import type { SandboxResult } from '../../shared/model/sandbox.ts'
import type { Adapters } from './adapters.ts'
import { adoptSampleProject } from './sample-project.ts'
import type { SampleOptions } from './sample-project.ts'

/** The sandbox and the one account that belongs to it. */
export interface SandboxService {
  /** Makes the sandbox, and its account and sample project if there are none. */
  run(signal: AbortSignal): AsyncGenerator<JobActivity, SandboxResult>
  /** Sees to it that its servers run, before its account is used. */
  start(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export interface SandboxServiceOptions {
  readonly folder: string
  readonly sample: SampleOptions
  readonly adapters: Adapters
  readonly secrets: SecretStore
  readonly accountStore: AccountStore
  readonly accounts: AccountService
  readonly projects: ProjectService
}

export function createSandboxService(options: SandboxServiceOptions): SandboxService {
  const { folder, sample, adapters, secrets, accountStore, accounts, projects } = options
  let sandbox: Sandbox | null = null
  const open = (): Sandbox => (sandbox ??= createSandbox({ ...adapters, folder }))
  const findAccountId = (): AccountId | null =>
    accountStore.list().find(({ settings }) => settings.kind === 'sandbox')?.id ?? null

  return {
    async *run(signal) {
      const id = findAccountId() ?? AccountId.parse(randomUUID())
      const given = await keptSecrets(secrets, id)
      yield* open().prepare(given, signal)
      yield { type: 'stage', stage: 'account', lane: 'shared', state: 'started' }
      await accounts.adopt({ id, settings: await open().accountSettings() })
      const projectId = await adoptSampleProject({ ...sample, accountId: id, projects })
      yield { type: 'stage', stage: 'account', lane: 'shared', state: 'done' }
      return { kind: 'sandbox', accountId: id, uhubRegistry: sandboxUhubRegistry, projectId }
    },
    start: async (signal) => {
      const id = findAccountId()
      if (id !== null) await open().start(await keptSecrets(secrets, id), signal)
    },
    close: async () => {
      await sandbox?.close()
    },
  }
}

/** New ones where there are none: a keychain that was in memory only has forgotten them. */
async function keptSecrets(secrets: SecretStore, id: AccountId): Promise<SandboxSecrets> {
  const [privateKey, uhubPassword] = await Promise.all([secrets.get(id, 'privateKey'), secrets.get(id, 'uhubPassword')])
  if (privateKey !== null && uhubPassword !== null) return { privateKey, uhubPassword }
  const made = makeSandboxSecrets()
  await secrets.set(id, 'privateKey', made.privateKey)
  await secrets.set(id, 'uhubPassword', made.uhubPassword)
  return made
}
