import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../shared/errors.ts'
import { CheckId, type Finding } from '../../shared/model/doctor.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import type { SpeedReport } from '../../shared/model/speed.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { unlessCancelled } from '../ipc/error-data.ts'

export interface DoctorState {
  /** The newest finding of each check; an older one stays until the new one is there. */
  readonly findings: Readonly<Partial<Record<CheckId, Finding>>>
  /** Checks that are being made. */
  readonly waiting: readonly CheckId[]
  readonly problem: ErrorData | null
  /** The account that is tried; null for none. */
  readonly accountId: AccountId | null
  /** What was measured of each account's registry last. */
  readonly speeds: Readonly<Partial<Record<AccountId, SpeedReport>>>
  readonly keepSpeed: (accountId: AccountId, report: SpeedReport) => void
  /** Makes all checks, or those that are named. */
  readonly look: (accountId: AccountId | null, only?: readonly CheckId[]) => Promise<void>
}

export type DoctorStore = StoreApi<DoctorState>

export function createDoctorStore(client: AppClient, onFinding: (finding: Finding) => void): DoctorStore {
  return createStore<DoctorState>()((set) => ({
    findings: {},
    waiting: [],
    problem: null,
    accountId: null,
    speeds: {},
    keepSpeed: (accountId, report) => set(({ speeds }) => ({ speeds: { ...speeds, [accountId]: report } })),
    async look(accountId, only) {
      const wanted = only ?? CheckId.options
      set((state) => ({
        accountId,
        problem: null,
        waiting: CheckId.options.filter((id) => wanted.includes(id) || state.waiting.includes(id)),
      }))
      try {
        for await (const batch of client.open('doctor.run', { accountId, ...(only && { only: [...only] }) })) {
          for (const finding of batch) {
            set((state) => found(state, finding))
            onFinding(finding)
          }
        }
      } catch (error) {
        set({ problem: unlessCancelled(error) })
      } finally {
        set((state) => ({ waiting: state.waiting.filter((id) => !wanted.includes(id)) }))
      }
    },
  }))
}

function found(state: DoctorState, finding: Finding): Partial<DoctorState> {
  return {
    findings: { ...state.findings, [finding.check]: finding },
    waiting: state.waiting.filter((id) => id !== finding.check),
  }
}

/** In the order of the checks. */
export function listFindings({ findings }: DoctorState): Finding[] {
  return CheckId.options.flatMap((id) => findings[id] ?? [])
}
