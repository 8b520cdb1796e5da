import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../shared/errors.ts'
import type { FieldName, FieldProblem } from '../../shared/model/field.ts'
import type { AccountId, JobId, ProjectId } from '../../shared/model/ids.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { PackRecord } from '../../shared/model/pack-record.ts'
import type { ProjectFilePreview } from '../../shared/model/project-file.ts'
import type { RunOptions } from '../../shared/model/run-options.ts'
import type { TestTarget } from '../../shared/model/test-run.ts'

/** What the main part of the window shows. */
export type ViewScreen = 'project' | 'doctor'
export type ProjectTab = 'pack' | 'files' | 'tests' | 'history' | 'terminal'

/** The account dialog: which account it edits (null: a new one) and which project is to use it then. */
export interface AccountDialogTarget {
  readonly accountId: AccountId | null
  readonly forProject: ProjectId | null
  /** The field that is to be changed; the first one where none is named. */
  readonly field?: FieldName | null
}

/** The dialog for a test run's options; without some it begins with those of the project's newest run. */
export interface RunDialogTarget {
  readonly projectId: ProjectId
  readonly packJobId: JobId
  readonly target: TestTarget
  readonly options: RunOptions | null
}

/** What came of the newest attempt to pack, where it did not become a job. */
export interface PackAttempt {
  readonly at: number
  /** What main found wrong with a field; forgotten at the next change. */
  readonly fieldProblem: FieldProblem | null
  readonly error: ErrorData | null
}

/** What is open of the past: the list of packs, one of them, or two beside each other. */
export type PastPage =
  | { readonly kind: 'list' }
  | { readonly kind: 'record'; readonly id: JobId }
  | { readonly kind: 'compare'; readonly left: JobId; readonly right: JobId }

/** What a dialog asks before anything is done. */
export type Question =
  | { readonly kind: 'import-file'; readonly preview: ProjectFilePreview }
  /** The line may hold secrets: it lives here until it is answered, and nowhere else. */
  | { readonly kind: 'paste'; readonly line: string }
  | {
      readonly kind: 'make-folders'
      readonly projectId: ProjectId
      readonly paths: readonly string[]
      readonly thenPack: boolean
    }
  | {
      readonly kind: 'overwrite-file'
      readonly projectId: ProjectId
      readonly path: string
      readonly reason: 'changed' | 'other'
    }
  | { readonly kind: 'remove'; readonly projectId: ProjectId }
  | { readonly kind: 'push-again'; readonly record: PackRecord }
  | { readonly kind: 'remove-images'; readonly record: PackRecord }
  | { readonly kind: 'remove-record'; readonly record: PackRecord }
  | { readonly kind: 'keep-changes'; readonly jobId: JobId; readonly projectId: ProjectId }
  | { readonly kind: 'forget-change'; readonly projectId: ProjectId; readonly change: KeptChange }

/** What the user looks at. */
export interface ViewState {
  readonly screen: ViewScreen
  readonly projectId: ProjectId | null
  readonly tab: ProjectTab
  /** The packs of all projects stand in place of the project. */
  readonly showsAllPacks: boolean
  readonly past: PastPage
  /** The pack whose run or result stands in the Pack tab, by project; without one it is the form. */
  readonly shownPacks: Readonly<Record<ProjectId, JobId>>
  /** The test run that is open in the Tests tab, by project. */
  readonly shownTests: Readonly<Record<ProjectId, JobId>>
  readonly packAttempts: Readonly<Record<ProjectId, PackAttempt>>
  readonly accountDialog: AccountDialogTarget | null
  readonly runDialog: RunDialogTarget | null
  /** The list of everything that can be done. */
  readonly isPaletteOpen: boolean
  readonly isAboutOpen: boolean
  /** The project whose name is being edited in the list. */
  readonly renaming: ProjectId | null
  /** The first one is shown; the others wait. */
  readonly questions: readonly Question[]
  /** How logs are shown, all of them, until the app ends. */
  readonly logOptions: { readonly wrap: boolean; readonly times: boolean }
  /** Which curves the user has shown or hidden, by project: the next run shows the same. */
  readonly chosenCurves: Readonly<Record<ProjectId, ReadonlyMap<string, boolean>>>
  /** Terminals say what they show to screen readers, which makes them slower. */
  readonly terminalForReaders: boolean
  /** An error of an action that has no place of its own. */
  readonly problem: ErrorData | null
  readonly selectProject: (id: ProjectId | null) => void
  readonly selectTab: (tab: ProjectTab) => void
  readonly showAllPacks: () => void
  readonly showPast: (page: PastPage) => void
  readonly openDoctor: () => void
  readonly closeDoctor: () => void
  readonly showPack: (projectId: ProjectId, jobId: JobId) => void
  readonly showForm: (projectId: ProjectId) => void
  readonly showTest: (projectId: ProjectId, jobId: JobId) => void
  readonly tellPackAttempt: (projectId: ProjectId, attempt: PackAttempt | null) => void
  readonly openAccountDialog: (target: AccountDialogTarget) => void
  readonly closeAccountDialog: () => void
  readonly openRunDialog: (target: RunDialogTarget) => void
  readonly closeRunDialog: () => void
  readonly openPalette: () => void
  readonly closePalette: () => void
  readonly openAbout: () => void
  readonly closeAbout: () => void
  readonly rename: (projectId: ProjectId | null) => void
  readonly ask: (question: Question) => void
  readonly dropQuestion: () => void
  readonly setTerminalForReaders: (forReaders: boolean) => void
  readonly chooseCurve: (projectId: ProjectId, name: string, isShown: boolean) => void
  readonly setLogOptions: (options: ViewState['logOptions']) => void
  readonly tellProblem: (problem: ErrorData | null) => void
}

export type ViewStore = StoreApi<ViewState>

export function createViewStore(): ViewStore {
  return createStore<ViewState>()((set) => ({
    screen: 'project',
    projectId: null,
    tab: 'pack',
    showsAllPacks: false,
    past: { kind: 'list' },
    shownPacks: {},
    shownTests: {},
    packAttempts: {},
    accountDialog: null,
    runDialog: null,
    isPaletteOpen: false,
    isAboutOpen: false,
    renaming: null,
    questions: [],
    logOptions: { wrap: false, times: false },
    chosenCurves: {},
    terminalForReaders: false,
    problem: null,
    selectProject: (projectId) =>
      set((state) => {
        const isSame = state.projectId === projectId
        const shown = { screen: 'project', showsAllPacks: false } as const
        if (isSame) return state.showsAllPacks ? { ...shown, past: { kind: 'list' } } : shown
        return { ...shown, past: { kind: 'list' }, projectId, tab: 'pack' }
      }),
    openDoctor: () => set({ screen: 'doctor' }),
    closeDoctor: () => set({ screen: 'project' }),
    selectTab: (tab) => set({ tab, past: { kind: 'list' } }),
    showAllPacks: () => set({ screen: 'project', showsAllPacks: true, past: { kind: 'list' } }),
    showPast: (past) => set({ past }),
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
    openRunDialog: (runDialog) => set({ runDialog }),
    closeRunDialog: () => set({ runDialog: null }),
    openPalette: () => set({ isPaletteOpen: true }),
    closePalette: () => set({ isPaletteOpen: false }),
    openAbout: () => set({ isAboutOpen: true }),
    closeAbout: () => set({ isAboutOpen: false }),
    rename: (renaming) => set({ renaming }),
    ask: (question) => set((state) => ({ questions: [...state.questions, question] })),
    dropQuestion: () => set((state) => ({ questions: state.questions.slice(1) })),
    setTerminalForReaders: (terminalForReaders) => set({ terminalForReaders }),
    chooseCurve: (projectId, name, isShown) =>
      set(({ chosenCurves }) => {
        const chosen = new Map(chosenCurves[projectId]).set(name, isShown)
        return { chosenCurves: { ...chosenCurves, [projectId]: chosen } }
      }),
    setLogOptions: (logOptions) => set({ logOptions }),
    tellProblem: (problem) => set({ problem }),
  }))
}

function without<Value>(record: Readonly<Record<ProjectId, Value>>, id: ProjectId): Readonly<Record<ProjectId, Value>> {
  const { [id]: removed, ...rest } = record
  return removed === undefined ? record : rest
}
