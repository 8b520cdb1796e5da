import type { ProjectId } from '../../shared/model/ids.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { ChangeVault } from '../core/packages/change-vault.ts'
import type { KeptChangeStore } from '../core/packages/kept-change-store.ts'

/** What was kept of the terminals of projects. */
export interface KeptChangesService {
  list(projectId: ProjectId): KeptChange[]
  add(projectId: ProjectId, change: KeptChange): void
  /** With its files, where no other project has it. */
  forget(projectId: ProjectId, digest: string): Promise<void>
  /** Gives a project what another one has. */
  copy(from: ProjectId, to: ProjectId): void
}

export interface KeptChangesOptions {
  readonly store: KeptChangeStore
  readonly vault: ChangeVault
  readonly onChanged: (changed: { projectId: ProjectId; changes: KeptChange[] }) => void
}

export function createKeptChanges({ store, vault, onChanged }: KeptChangesOptions): KeptChangesService {
  const tell = (projectId: ProjectId): void => onChanged({ projectId, changes: store.list(projectId) })
  return {
    list: (projectId) => store.list(projectId),
    add: (projectId, change) => {
      store.add(projectId, change)
      tell(projectId)
    },
    forget: async (projectId, digest) => {
      store.remove(projectId, digest)
      tell(projectId)
      await vault.keepOnly(store.digests())
    },
    copy: (from, to) => {
      for (const change of store.list(from)) store.add(to, change)
    },
  }
}
