import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../shared/errors.ts'
import type { CodeFolder } from '../../shared/model/code-folder.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { toErrorData } from '../ipc/error-data.ts'

export interface Inspection {
  /** What was found, by the newest look that succeeded. */
  readonly folder: CodeFolder | null
  readonly problem: ErrorData | null
  readonly looking: boolean
  /** When the newest look that has ended began; 0 before the first. */
  readonly lookedAt: number
}

export interface FoldersState {
  readonly inspections: Readonly<Record<string, Inspection>>
  /** Looks at a code folder again; what is known of it stays until then. */
  readonly inspect: (codePath: string) => Promise<Inspection>
}

export type FoldersStore = StoreApi<FoldersState>

const nothingKnown: Inspection = { folder: null, problem: null, looking: false, lookedAt: 0 }

export function createFoldersStore(client: AppClient): FoldersStore {
  return createStore<FoldersState>()((set, get) => {
    function put(codePath: string, inspection: Inspection): Inspection {
      set((state) => ({ inspections: { ...state.inspections, [codePath]: inspection } }))
      return inspection
    }
    return {
      inspections: {},
      async inspect(codePath) {
        const lookedAt = Date.now()
        const known = get().inspections[codePath] ?? nothingKnown
        put(codePath, { ...known, looking: true })
        try {
          const folder = await client.call('folders.inspect', { codePath })
          return put(codePath, { folder, problem: null, looking: false, lookedAt })
        } catch (error) {
          return put(codePath, { folder: null, problem: toErrorData(error), looking: false, lookedAt })
        }
      },
    }
  })
}
