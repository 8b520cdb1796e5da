import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ProjectId } from '../../shared/model/ids.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { AppClient } from '../ipc/app-client.ts'

export interface KeptChangesState {
  /** What was kept of the terminals of a project; undefined until it was asked for. */
  readonly changes: Readonly<Record<ProjectId, readonly KeptChange[]>>
  readonly load: (projectId: ProjectId) => Promise<void>
  readonly forget: (projectId: ProjectId, digest: string) => Promise<void>
}

export type KeptChangesStore = StoreApi<KeptChangesState>

export function createKeptChangesStore(client: AppClient): KeptChangesStore {
  const store = createStore<KeptChangesState>()((set) => ({
    changes: {},
    async load(projectId) {
      const loaded = await client.call('packages.changes', projectId)
      set(({ changes }) => ({ changes: { ...changes, [projectId]: loaded } }))
    },
    forget: (projectId, digest) => client.call('packages.forgetChange', { projectId, digest }),
  }))
  client.on('packages.changed', ({ projectId, changes: changed }) => {
    store.setState(({ changes }) => ({ changes: { ...changes, [projectId]: changed } }))
  })
  return store
}
