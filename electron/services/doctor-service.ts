import { readServerTime } from '../adapters/network/server-time.ts'
import type { AccountStore } from '../core/accounts/account-store.ts'
import type { CheckedAccount, DoctorTools } from '../core/doctor/check.ts'
import { makeCheck, runDoctor } from '../core/doctor/run-doctor.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import type { SecretStore } from '../core/ports/secrets.ts'
import { AppError } from '../../shared/errors.ts'
import type { CheckId, Finding, GpuReport } from '../../shared/model/doctor.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import type { Adapters } from './adapters.ts'

/** A base image with PyTorch takes some gigabytes, and a pack makes two images. */
const limits = { lowDiskBytes: 20e9, fullDiskBytes: 3e9 }

export interface DoctorService {
  /** What is found, as it is found; no secret is in it. Rejects with `not-found` for an account that there is not. */
  run(
    wanted: { readonly accountId: AccountId | null; readonly only?: readonly CheckId[] | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<readonly Finding[], void>
  lookAtGpus(signal: AbortSignal): Promise<GpuReport>
}

export interface DoctorServiceOptions {
  readonly adapters: Adapters
  readonly secrets: SecretStore
  readonly redactor: Redactor
  readonly accountStore: Pick<AccountStore, 'find' | 'list'>
}

export function createDoctorService(options: DoctorServiceOptions): DoctorService {
  const { adapters, secrets, redactor, accountStore } = options
  const { engine, registry, ucloud, machine, gpus, clock } = adapters

  const findAccount = (id: AccountId): CheckedAccount => {
    const account = accountStore.find(id)
    if (account === null) throw new AppError('not-found', { what: 'account', id })
    return {
      ...account,
      privateKey: () => secrets.get(id, 'privateKey'),
      uhubPassword: () => secrets.get(id, 'uhubPassword'),
    }
  }

  const toolsFor = (account: CheckedAccount | null): DoctorTools => {
    const sandbox = accountStore.list().find(({ settings }) => settings.kind === 'sandbox')
    return {
      ...{ machine, gpus, engine, registry, ucloud, secrets, account, readServerTime, limits },
      sandboxSettings: sandbox?.settings ?? null,
      now: () => clock.now(),
    }
  }

  return {
    async *run({ accountId, only }, signal) {
      const tools = toolsFor(accountId === null ? null : findAccount(accountId))
      for await (const finding of runDoctor({ tools, only, signal })) yield [redactor.redactDeep(finding)]
    },
    async lookAtGpus(signal) {
      const [finding, answer] = await Promise.all([
        makeCheck('gpu', { tools: toolsFor(null), signal }),
        gpus.ask(signal),
      ])
      return { finding: redactor.redactDeep(finding), gpus: [...(answer?.gpus ?? [])] }
    },
  }
}
