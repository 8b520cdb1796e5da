import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Account } from '../../shared/model/account.ts'
import type { AccountId, JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { ProjectSettings } from '../../shared/model/project.ts'
import { findAccount, type AccountsState } from './accounts-store.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { AppStores } from './app-stores.ts'
import type { FoldersState } from './folders-store.ts'
import type { HealthState } from './health-store.ts'
import { findJob, type JobsState } from './jobs-store.ts'
import type { JobView } from './job-view.ts'
import type { LogFollow, LogSnapshot } from './log-follow.ts'
import type { MetricSnapshot } from './metric-follow.ts'
import type { ProjectsState } from './projects-store.ts'
import type { ScanSnapshot } from './scan-follow.ts'
import type { TerminalsState } from './terminals-store.ts'
import type { ViewState } from './view-store.ts'

export const StoresContext = createContext<AppStores | null>(null)

export function useStores(): AppStores {
  const stores = useContext(StoresContext)
  if (stores === null) throw new Error('no stores around this component')
  return stores
}

export function useProjects<Value>(selector: (state: ProjectsState) => Value): Value {
  return useStore(useStores().projects, selector)
}

export function useAccounts<Value>(selector: (state: AccountsState) => Value): Value {
  return useStore(useStores().accounts, selector)
}

export function useAccount(id: AccountId | null): Account | undefined {
  return useAccounts((state) => findAccount(state, id))
}

export function useJobs<Value>(selector: (state: JobsState) => Value): Value {
  return useStore(useStores().jobs, selector)
}

export function useJob(id: JobId | null): Job | undefined {
  return useJobs((state) => findJob(state, id))
}

export function useHealth<Value>(selector: (state: HealthState) => Value): Value {
  return useStore(useStores().health, selector)
}

export function useTerminals<Value>(selector: (state: TerminalsState) => Value): Value {
  return useStore(useStores().terminals, selector)
}

const noChanges: readonly KeptChange[] = []

/** What was kept of a project's terminals; nothing until it is known. */
export function useKeptChanges(projectId: ProjectId): readonly KeptChange[] {
  const { keptChanges } = useStores()
  const changes = useStore(keptChanges, (state) => state.changes[projectId])
  useEffect(() => {
    if (changes === undefined)
      void keptChanges
        .getState()
        .load(projectId)
        .catch(() => undefined)
  }, [keptChanges, projectId, changes])
  return changes ?? noChanges
}

export function useFolders<Value>(selector: (state: FoldersState) => Value): Value {
  return useStore(useStores().folders, selector)
}

export function useView<Value>(selector: (state: ViewState) => Value): Value {
  return useStore(useStores().view, selector)
}

export function useJobView(id: JobId): JobView {
  const follow = useStores().follows.job(id)
  return useSyncExternalStore(follow.subscribe, follow.snapshot)
}

export function useLog(id: JobId): { follow: LogFollow; log: LogSnapshot } {
  const { follows } = useStores()
  const [known, setKnown] = useState(() => ({ id, follow: follows.log(id) }))
  if (known.id !== id) setKnown({ id, follow: follows.log(id) })
  return { follow: known.follow, log: useSyncExternalStore(known.follow.subscribe, known.follow.snapshot) }
}

/** The curves of a test run. */
export function useMetrics(id: JobId): MetricSnapshot {
  const follow = useStores().follows.metrics(id)
  return useSyncExternalStore(follow.subscribe, follow.snapshot)
}

/** The files that a pack of these settings would send, as they are now. */
export function useScan(id: ProjectId, { codePath, ignore }: ProjectSettings): ScanSnapshot {
  const follow = useStores().follows.scan(id)
  useEffect(() => follow.look({ codePath, ignore }), [follow, codePath, ignore])
  return useSyncExternalStore(follow.subscribe, follow.snapshot)
}

/** Grows with every look at the project's files that is through. */
export function useLookCount(id: ProjectId): number {
  const follow = useStores().follows.scan(id)
  return useSyncExternalStore(follow.subscribe, () => follow.snapshot().lookCount)
}

/** The time, told again every `everyMs`; stands still when `running` is false. */
export function useNow(everyMs: number, running = true): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, running])
  return now
}
