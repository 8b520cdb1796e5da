import type { AccountStore } from '../core/accounts/account-store.ts'
import type { Upload } from '../core/jobs/upload-speed.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import type { SecretStore } from '../core/ports/secrets.ts'
import type { ProjectStore } from '../core/projects/project-store.ts'
import { measureAccount } from '../core/speed/measure-account.ts'
import { AppError } from '../../shared/errors.ts'
import type { AccountId, ProjectId } from '../../shared/model/ids.ts'
import type { SpeedProgress, SpeedReport } from '../../shared/model/speed.ts'
import type { Adapters } from './adapters.ts'

export interface SpeedService {
  /** As packs of the project find it, if it is of the account, or of the account's newest one. Rejects with `not-found`. */
  measure(
    wanted: { readonly accountId: AccountId; readonly projectId: ProjectId | null },
    signal: AbortSignal,
  ): AsyncGenerator<readonly SpeedProgress[], SpeedReport>
}

export interface SpeedServiceOptions {
  readonly adapters: Pick<Adapters, 'registry' | 'clock'>
  readonly secrets: Pick<SecretStore, 'get'>
  readonly redactor: Redactor
  readonly accountStore: Pick<AccountStore, 'find'>
  readonly projectStore: Pick<ProjectStore, 'list'>
  /** For the estimates of packs. */
  readonly keep: (host: string, upload: Upload & { readonly at: number }) => void
}

export function createSpeedService(options: SpeedServiceOptions): SpeedService {
  const { adapters, secrets, redactor, accountStore, projectStore, keep } = options
  return {
    async *measure({ accountId, projectId }, signal) {
      const account = accountStore.find(accountId)
      if (account === null) throw new AppError('not-found', { what: 'account', id: accountId })
      const projects = projectStore.list().filter((project) => project.accountId === accountId)
      const project = projects.find(({ id }) => id === projectId) ?? projects[0] ?? null
      const password = await secrets.get(accountId, 'uhubPassword')
      const measuring = measureAccount({ meter: adapters.registry, account, password, project, signal })
      let step = await measuring.next()
      try {
        for (; step.done !== true; step = await measuring.next()) yield [step.value]
      } finally {
        // Whoever leaves waits until what was begun is given up.
        if (step.done !== true) await measuring.return(undefined as never)
      }
      const report = redactor.redactDeep(step.value)
      if (report.upload.state === 'measured') {
        const { bytes, ms } = report.upload
        keep(report.host, { bytes, ms, at: adapters.clock.now() })
      }
      return report
    },
  }
}
