import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { OpenTerminal, TerminalImage } from '../../shared/model/terminal.ts'
import type { AppClient } from '../ipc/app-client.ts'

export interface TerminalsState {
  /** Those that are open, and those that could not be opened until that has been seen. */
  readonly terminals: readonly OpenTerminal[]
  /** Which one is looked at, by project; the newest where none was chosen. */
  readonly shown: Readonly<Record<ProjectId, JobId>>
  readonly load: () => Promise<void>
  readonly start: (projectId: ProjectId, image: TerminalImage) => Promise<void>
  readonly show: (projectId: ProjectId, jobId: JobId) => void
  /** Has seen that one could not be opened. */
  readonly dismiss: (jobId: JobId) => void
}

export type TerminalsStore = StoreApi<TerminalsState>

export function createTerminalsStore(client: AppClient): TerminalsStore {
  const store = createStore<TerminalsState>()((set, get) => ({
    terminals: [],
    shown: {},
    async load() {
      const open = await client.call('terminals.list', undefined)
      set(({ terminals }) => ({ terminals: open.reduce(withTerminal, terminals) }))
    },
    async start(projectId, image) {
      const jobId = await client.call('terminals.start', { projectId, image })
      set(({ terminals }) => ({ terminals: withTerminal(terminals, { jobId, projectId, image }) }))
      get().show(projectId, jobId)
    },
    show: (projectId, jobId) => set(({ shown }) => ({ shown: { ...shown, [projectId]: jobId } })),
    dismiss: (jobId) => set(({ terminals }) => ({ terminals: terminals.filter((one) => one.jobId !== jobId) })),
  }))
  client.on('jobs.changed', ({ id, kind, state }) => {
    if (kind === 'terminal' && state !== 'running' && state !== 'failed') store.getState().dismiss(id)
  })
  return store
}

export function terminalsOf(terminals: readonly OpenTerminal[], projectId: ProjectId): readonly OpenTerminal[] {
  return terminals.filter((one) => one.projectId === projectId)
}

function withTerminal(terminals: readonly OpenTerminal[], terminal: OpenTerminal): readonly OpenTerminal[] {
  return terminals.some(({ jobId }) => jobId === terminal.jobId) ? terminals : [...terminals, terminal]
}
