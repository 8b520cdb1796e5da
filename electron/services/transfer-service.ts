import { AppError } from '../../shared/errors.ts'
import { parseImageRef } from '../../shared/model/image-ref.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { PackRecord, RecordedImage } from '../../shared/model/pack-record.ts'
import { chosenUhubHost } from '../../shared/uaitrain/names.ts'
import type { AccountStore, StoredAccount } from '../core/accounts/account-store.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import type { Ingredients } from '../core/history/make-again.ts'
import { pullBack } from '../core/history/pull-back.ts'
import { pushAgain } from '../core/history/push-again.ts'
import type { JobRunner } from '../core/jobs/job-runner.ts'
import type { RegistryAuth } from '../core/ports/registry.ts'
import type { SecretStore } from '../core/ports/secrets.ts'
import type { Adapters } from './adapters.ts'
import type { SandboxService } from './sandbox-service.ts'

/** Moves images of earlier packs between the engine and registries, each as a job of its own. */
export interface TransferService {
  /** Rejects with `invalid-field` for what is no name with a tag, or with `image-missing`. */
  startPush(wish: { packJobId: JobId; reference: string }): JobId
  /** Gets the image back that trains. Rejects with `image-missing` when it was never pushed. */
  startPull(packJobId: JobId): JobId
  /** To ask a registry of a pack's images; null where its account, or the password, is gone. */
  authFor(record: PackRecord, reference: string): Promise<RegistryAuth | null>
}

export interface TransferServiceOptions {
  readonly adapters: Adapters
  readonly secrets: SecretStore
  readonly runner: JobRunner
  readonly accountStore: AccountStore
  readonly history: HistoryService
  readonly sandbox: SandboxService
}

export function createTransferService(options: TransferServiceOptions): TransferService {
  const { adapters, secrets, runner, accountStore, history, sandbox } = options
  const { engine, registry, layers } = adapters

  /** The pack's own; where that is gone, or was never here, any for the same registry. */
  const accountOf = ({ request }: PackRecord, reference: string): StoredAccount | null => {
    const host = parseImageRef(reference)?.host
    const serves = ({ settings }: StoredAccount): boolean =>
      host === settings.uhubHost || host === settings.uhubInternalHost
    const own = accountStore.find(request.accountId)
    if (own === null) return accountStore.list().find(serves) ?? null
    return serves(own) ? own : null
  }

  const authFor = async (record: PackRecord, reference: string): Promise<RegistryAuth | null> => {
    const account = accountOf(record, reference)
    const host = parseImageRef(reference)?.host
    if (account === null || host === undefined) return null
    const password = await secrets.get(account.id, 'uhubPassword')
    return password === null ? null : { host, username: account.settings.uhubUsername, password }
  }

  const startServers = async (record: PackRecord, reference: string, signal: AbortSignal): Promise<void> => {
    if (accountOf(record, reference)?.settings.kind === 'sandbox') await sandbox.start(signal)
  }

  const trainingImage = (record: PackRecord): RecordedImage => {
    const image = record.details.images.find(({ lane }) => lane === 'gpu')
    const { project } = record.request
    const name = `${chosenUhubHost(record.request, project.internalUhub)}/${project.uhubRegistry}/${project.imageName}`
    if (image === undefined) throw new AppError('image-missing', { image: `${name}:${project.imageTag}` })
    return image
  }

  const ingredientsOf = ({ request, details }: PackRecord): Ingredients | null => {
    const base = details.bases.find(({ lane }) => lane === 'gpu')
    if (base === undefined || details.code === null) return null
    return { project: request.project.name, base, codeDigest: details.code.digest }
  }

  return {
    authFor,
    startPush: ({ packJobId, reference }) => {
      const record = history.record(packJobId)
      const image = trainingImage(record)
      const target = parseImageRef(reference)
      if (target?.digest !== null || !/:[^/]+$/.test(reference)) {
        throw new AppError('invalid-field', { field: 'imageName', problem: 'bad-characters', value: reference })
      }
      const nobody: RegistryAuth = { host: target.host, username: '', password: '' }
      return runner.start({
        kind: 'push',
        projectId: record.job.projectId,
        request: null,
        test: null,
        transfer: { packJobId, reference },
        claims: [reference],
        run: async function* ({ signal }) {
          await startServers(record, reference, signal)
          const auth = (await authFor(record, reference)) ?? nobody
          return yield* pushAgain({
            ...{ engine, registry, layers, image, pushes: record.pushes, reference, auth, signal },
            ingredients: ingredientsOf(record),
            authFor: (pushed) => authFor(record, pushed),
          })
        },
      })
    },
    startPull: (packJobId) => {
      const record = history.record(packJobId)
      const image = trainingImage(record)
      const push = record.pushes.at(-1)
      if (push === undefined) throw new AppError('image-missing', { image: image.name })
      return runner.start({
        kind: 'pull',
        projectId: record.job.projectId,
        request: null,
        test: null,
        transfer: { packJobId, reference: push.reference },
        claims: [image.id],
        run: async function* ({ signal }) {
          await startServers(record, push.reference, signal)
          return yield* pullBack({ engine, image, push, auth: await authFor(record, push.reference), signal })
        },
      })
    },
  }
}
