import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OutputOf } from '../../shared/ipc/define.ts'
import type { AppContract } from '../../shared/contract.ts'
import type { GpuReport } from '../../shared/model/doctor.ts'
import type { EngineHealth, SecretBackend } from '../../shared/model/health.ts'
import type { UnreadRow } from '../../shared/model/unread-row.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { toErrorData } from '../ipc/error-data.ts'

export type AppInfo = OutputOf<AppContract['app.info']>

export interface HealthState {
  readonly info: AppInfo | null
  /** Null until the keychain has answered. */
  readonly secrets: SecretBackend | null
  /** Null until the engine has been asked. */
  readonly engine: EngineHealth | null
  readonly checking: boolean
  /** Null until they have been looked for. */
  readonly gpus: GpuReport | null
  /** Stored rows that this version cannot read. */
  readonly unread: readonly UnreadRow[]
  readonly loadUnread: () => Promise<void>
  readonly loadInfo: () => Promise<AppInfo>
  readonly checkSecrets: () => Promise<void>
  readonly checkEngine: () => Promise<void>
  readonly checkGpus: () => Promise<GpuReport>
}

export type HealthStore = StoreApi<HealthState>

export function createHealthStore(client: AppClient): HealthStore {
  return createStore<HealthState>()((set, get) => ({
    info: null,
    secrets: null,
    engine: null,
    checking: false,
    gpus: null,
    unread: [],
    async loadUnread() {
      set({ unread: await client.call('app.unreadRows', undefined) })
    },
    async loadInfo() {
      const info = await client.call('app.info', undefined)
      set({ info })
      return info
    },
    async checkSecrets() {
      set({ secrets: await client.call('app.secretStore', undefined) })
    },
    async checkEngine() {
      if (get().checking) return
      set({ checking: true })
      try {
        set({ engine: await client.call('engine.health', undefined) })
      } catch (error) {
        set({ engine: { state: 'problem', problem: toErrorData(error) } })
      } finally {
        set({ checking: false })
      }
    },
    async checkGpus() {
      const gpus = await client.call('gpus.look', undefined)
      set({ gpus })
      return gpus
    },
  }))
}
