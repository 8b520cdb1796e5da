import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../shared/errors.ts'
import type { FieldProblem } from '../../shared/model/field.ts'
import type { AccountId, JobId, ProjectId } from '../../shared/model/ids.ts'

export type ProjectTab = 'pack' | 'tests' | 'history'

/** The account dialog: which account it edits (null: a new one) and which project is to use it then. */
export interface AccountDialogTarget {
  readonly accountId: AccountId | null
  readonly forProject: ProjectId | null
}

/** What came of the newest attempt to pack, where it did not become a job. */
export interface PackAttempt {
  readonly at: number
  /** What main found wrong with a field; forgotten at the next change. */
  readonly fieldProblem: FieldProblem | null
  readonly error: ErrorData | null
}

/** What the user looks at. */
export interface ViewState {
  readonly projectId: ProjectId | null
  readonly tab: ProjectTab
  /** The pack whose run or result stands in the Pack tab, by project; without one it is the form. */
  readonly shownPacks: Readonly<Record<ProjectId, JobId>>
  /** The test run that is open in the Tests tab, by project. */
  readonly shownTests: Readonly<Record<ProjectId, JobId>>
  readonly packAttempts: Readonly<Record<ProjectId, PackAttempt>>
  readonly accountDialog: AccountDialogTarget | null
  /** An error of an action that has no place of its own. */
  readonly problem: ErrorData | null
  readonly selectProject: (id: ProjectId | null) => void
  readonly selectTab: (tab: ProjectTab) => void
  readonly showPack: (projectId: ProjectId, jobId: JobId) => void
  readonly showForm: (projectId: ProjectId) => void
  readonly showTest: (projectId: ProjectId, jobId: JobId) => void
  readonly tellPackAttempt: (projectId: ProjectId, attempt: PackAttempt | null) => void
  readonly openAccountDialog: (target: AccountDialogTarget) => void
  readonly closeAccountDialog: () => void
  readonly tellProblem: (problem: ErrorData | null) => void
}

export type ViewStore = StoreApi<ViewState>

export function createViewStore(): ViewStore {
  return createStore<ViewState>()((set) => ({
    projectId: null,
    tab: 'pack',
    shownPacks: {},
    shownTests: {},
    packAttempts: {},
    accountDialog: null,
    problem: null,
    selectProject: (projectId) => set((state) => (state.projectId === projectId ? state : { projectId, tab: 'pack' })),
    selectTab: (tab) => set({ tab }),
    showPack: (projectId, jobId) =>
      set((state) => ({ tab: 'pack', shownPacks: { ...state.shownPacks, [projectId]: jobId } })),
    showForm: (projectId) =>
      set((state) => {
        return { tab: 'pack', shownPacks: without(state.shownPacks, projectId) }
      }),
    showTest: (projectId, jobId) =>
      set((state) => ({ tab: 'tests', shownTests: { ...state.shownTests, [projectId]: jobId } })),
    tellPackAttempt: (projectId, attempt) =>
      set((state) => {
        const others = without(state.packAttempts, projectId)
        return { packAttempts: attempt === null ? others : { ...others, [projectId]: attempt } }
      }),
    openAccountDialog: (accountDialog) => set({ accountDialog }),
    closeAccountDialog: () => set({ accountDialog: null }),
    tellProblem: (problem) => set({ problem }),
  }))
}

function without<Value>(record: Readonly<Record<ProjectId, Value>>, id: ProjectId): Readonly<Record<ProjectId, Value>> {
  const { [id]: removed, ...rest } = record
  return removed === undefined ? record : rest
}
