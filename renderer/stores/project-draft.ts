import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../shared/errors.ts'
import type { ProjectId } from '../../shared/model/ids.ts'
import { ProjectSettings, type Project } from '../../shared/model/project.ts'
import { toErrorData } from '../ipc/error-data.ts'
import type { ProjectsStore } from './projects-store.ts'

const saveDelayMs = 400

export interface ProjectDraftState {
  readonly settings: ProjectSettings
  /** Why the newest attempt to save failed. */
  readonly problem: ErrorData | null
  readonly change: (patch: Partial<ProjectSettings>) => void
  /** Saves what is not saved yet. Resolves when it is kept, rejects when it could not be. */
  readonly flush: () => Promise<void>
  /** Takes over what was changed elsewhere, unless there are changes of its own. */
  readonly accept: (settings: ProjectSettings) => void
}

export type ProjectDraft = StoreApi<ProjectDraftState>

/** A form's copy of a project: changed at once, saved a moment after the last change. */
export function createProjectDraft(
  settings: ProjectSettings,
  save: (settings: ProjectSettings) => Promise<unknown>,
): ProjectDraft {
  let timer: ReturnType<typeof setTimeout> | undefined
  let saved = settings
  return createStore<ProjectDraftState>()((set, get) => ({
    settings,
    problem: null,
    change(patch) {
      set((state) => ({ settings: { ...state.settings, ...patch } }))
      clearTimeout(timer)
      timer = setTimeout(() => {
        get()
          .flush()
          .catch(() => undefined) // Told through `problem`.
      }, saveDelayMs)
    },
    async flush() {
      clearTimeout(timer)
      const current = get().settings
      if (current === saved) return
      try {
        const kept = inRange(current, saved)
        await save(kept)
        // With something held back there is still a change of its own, which nothing from elsewhere may overwrite.
        if (kept === current) saved = current
        set({ problem: null })
      } catch (error) {
        set({ problem: toErrorData(error) })
        throw error
      }
    },
    accept(changed) {
      if (get().settings !== saved) return
      saved = changed
      set({ settings: changed })
    },
  }))
}

/** A number out of range is held back until it is mended; the rest need not wait for it. */
function inRange(current: ProjectSettings, saved: ProjectSettings): ProjectSettings {
  if (ProjectSettings.safeParse(current).success) return current
  const { numGpus, smokeSeconds } = ProjectSettings.shape
  return {
    ...current,
    numGpus: numGpus.safeParse(current.numGpus).success ? current.numGpus : saved.numGpus,
    smokeSeconds: smokeSeconds.safeParse(current.smokeSeconds).success ? current.smokeSeconds : saved.smokeSeconds,
  }
}

/** The draft of each project, made when it is first asked for. */
export class ProjectDrafts {
  readonly #projects: ProjectsStore
  readonly #drafts = new Map<ProjectId, ProjectDraft>()

  constructor(projects: ProjectsStore) {
    this.#projects = projects
    projects.subscribe((state) => {
      for (const project of state.projects ?? []) {
        this.#drafts.get(project.id)?.getState().accept(settingsOf(project))
      }
    })
  }

  of(project: Project): ProjectDraft {
    const known = this.#drafts.get(project.id)
    if (known !== undefined) return known
    const { save } = this.#projects.getState()
    const made = createProjectDraft(settingsOf(project), (settings) => save(project.id, settings))
    this.#drafts.set(project.id, made)
    return made
  }

  /** Saves what the forms still hold: the page is about to go. */
  flushAll(): void {
    for (const draft of this.#drafts.values()) {
      draft
        .getState()
        .flush()
        .catch(() => undefined) // Told through `problem`.
    }
  }
}

/** The schema drops what is not a setting. */
export function settingsOf(project: Project): ProjectSettings {
  return ProjectSettings.parse(project)
}
