import type { ErrorData } from '../../shared/errors.ts'
import type { LogQuery } from '../../shared/log/query.ts'
import type { JobId } from '../../shared/model/ids.ts'
import {
  everyLine,
  type FindState,
  type FoundRow,
  type LogFilter,
  type LogRow,
  type LogState,
  type LogStep,
} from '../../shared/model/log.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { unlessCancelled } from '../ipc/error-data.ts'
import { Follow } from './follow.ts'
import type { ScheduleFrame } from './frame.ts'
import { LogRows, rowsPerBlock } from './log-rows.ts'

/** What a view of the log draws from; a new object each time something has changed, the rows included. */
export interface LogSnapshot {
  /** Null until the log has been opened. */
  readonly state: LogState | null
  readonly filter: LogFilter
  readonly query: LogQuery | null
  /** Null while nothing is looked for. */
  readonly find: FindState | null
  readonly findProblem: ErrorData | null
  readonly problem: ErrorData | null
}

/** Follows one job's log: how much of it there is, the rows in sight, what is looked for. */
export class LogFollow extends Follow<LogSnapshot> {
  readonly jobId: JobId
  readonly #client: AppClient
  readonly #rows = new LogRows()
  readonly #loading = new Set<number>()
  #reopen = new AbortController()
  #stopFind = new AbortController()
  /** The end is in sight, so its rows are fetched before it is told of. */
  followsEnd = true

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    super({ state: null, filter: everyLine, query: null, find: null, findProblem: null, problem: null }, schedule)
    this.#client = client
    this.jobId = jobId
  }

  row(row: number): LogRow | undefined {
    return this.#rows.at(row)
  }

  setFilter(filter: LogFilter): void {
    this.#rows.clear()
    this.show({ filter, state: null, problem: null })
    this.#reopen.abort()
  }

  /** Null ends the search. */
  setQuery(query: LogQuery | null): void {
    if (query === this.snapshot().query) return
    this.show({ query, find: null, findProblem: null })
    void this.#find()
  }

  /** Resolves once the search has found something, or has come to its end. */
  async found(): Promise<void> {
    const isOpen = (): boolean => {
      const { query, find, findProblem } = this.snapshot()
      return query !== null && findProblem === null && (find === null || (find.matchCount === 0 && !find.complete))
    }
    while (isOpen()) {
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop()
          resolve()
        })
      })
    }
  }

  /** Has the rows from `first` up to `last` fetched that are not there as they are now. */
  ensure(first: number, last: number): void {
    const { state } = this.snapshot()
    if (state === null) return
    const end = Math.min(last, state.rowCount)
    for (let number = Math.floor(Math.max(0, first) / rowsPerBlock); number * rowsPerBlock < end; number++) {
      void this.#fetch(state, number).then((changed) => {
        if (changed) this.show({})
      })
    }
  }

  /** The nearest match, or the nearest error, from a row on; from the other end where there is none. */
  async step(what: 'match' | 'error', row: number, step: LogStep): Promise<FoundRow | null> {
    const { state, find } = this.snapshot()
    if (state === null || (what === 'match' && find === null)) return null
    const ask = (from: number): Promise<FoundRow | null> =>
      this.#client.call('logs.step', {
        viewId: state.viewId,
        findId: what === 'match' ? (find?.findId ?? null) : null,
        row: from,
        step,
      })
    return (await ask(row)) ?? (await ask(step === 'next' ? -1 : state.rowCount))
  }

  protected override isComplete(): boolean {
    return false
  }

  protected override async read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#reopen = new AbortController()
      const either = AbortSignal.any([signal, this.#reopen.signal])
      try {
        await this.#watch(either)
      } catch (error) {
        if (!either.aborted) this.show({ problem: unlessCancelled(error) })
      }
      this.#stopFind.abort()
      if (!either.aborted) await aborted(either)
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { filter } = this.snapshot()
    let viewId: string | null = null
    for await (const [state] of this.#client.open('logs.watch', { jobId: this.jobId, filter }, { signal })) {
      if (signal.aborted || state === undefined) return
      if (this.followsEnd) await this.#fetchEnd(state)
      if (hasEnded(signal)) return
      this.show({ state })
      if (viewId === state.viewId) continue
      viewId = state.viewId
      void this.#find()
    }
  }

  async #fetchEnd(state: LogState): Promise<void> {
    const last = Math.max(0, Math.floor((state.rowCount - 1) / rowsPerBlock))
    await Promise.all([this.#fetch(state, last), last > 0 && this.#fetch(state, last - 1)])
  }

  /** Whether there is something new to be seen. */
  async #fetch({ viewId, rowCount }: LogState, number: number): Promise<boolean> {
    const findId = this.snapshot().find?.findId ?? null
    const { filter } = this.snapshot()
    if (this.#loading.has(number) || this.#rows.isCurrent(number, rowCount, findId)) return false
    this.#loading.add(number)
    try {
      const from = number * rowsPerBlock
      const rows = await this.#client.call('logs.rows', { viewId, from, count: rowsPerBlock, findId })
      if (filter !== this.snapshot().filter) return false
      this.#rows.keep(number, rows, findId)
      return true
    } catch {
      // The log was closed meanwhile; whoever opens it again asks again.
      return false
    } finally {
      this.#loading.delete(number)
    }
  }

  async #find(): Promise<void> {
    this.#stopFind.abort()
    const { state, query } = this.snapshot()
    if (state === null || query === null) return
    const stop = new AbortController()
    this.#stopFind = stop
    try {
      const { signal } = stop
      for await (const [find] of this.#client.open('logs.find', { viewId: state.viewId, query }, { signal })) {
        if (signal.aborted || find === undefined) return
        this.show({ find })
      }
    } catch (error) {
      if (!stop.signal.aborted) this.show({ findProblem: unlessCancelled(error) })
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Asked anew: what is read of the signal itself, the compiler takes for settled across a wait. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted
}
