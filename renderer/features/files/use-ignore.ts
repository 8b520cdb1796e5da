import type { Project } from '../../../shared/model/project.ts'
import type { IgnoreSettings } from '../../../shared/model/ignore.ts'
import { useStores } from '../../stores/use-stores.ts'

export interface IgnoreActions {
  /** Adds a rule of the project's own, once. */
  readonly add: (pattern: string) => void
  readonly remove: (pattern: string) => void
  readonly setRules: (rules: readonly string[]) => void
  readonly switchDefault: (id: string, on: boolean) => void
}

/** Changes what a project leaves out; never a file of the user's. */
export function useIgnore(project: Project): IgnoreActions {
  const draft = useStores().drafts.of(project)

  function change(patch: Partial<IgnoreSettings>): void {
    const { settings, change: changeSettings } = draft.getState()
    changeSettings({ ignore: { ...settings.ignore, ...patch } })
  }

  const rules = (): readonly string[] => draft.getState().settings.ignore.rules
  return {
    add: (pattern) => change({ rules: [...rules().filter((one) => one !== pattern), pattern] }),
    remove: (pattern) => change({ rules: rules().filter((one) => one !== pattern) }),
    setRules: (wanted) => change({ rules: [...wanted] }),
    switchDefault: (id, on) => {
      const others = draft.getState().settings.ignore.disabledDefaults.filter((one) => one !== id)
      change({ disabledDefaults: on ? others : [...others, id] })
    },
  }
}
