import { join } from 'node:path'
import { createBlobIndex } from '../adapters/store/blob-index.ts'
import { createHistoryStore } from '../adapters/store/history.ts'
import { createSettingStore } from '../adapters/store/settings.ts'
import type { Database } from '../adapters/store/open-database.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { createCodeKeeper } from '../core/history/code-keeper.ts'
import { createCodeVault } from '../core/history/code-vault.ts'
import { createHistoryService, type HistoryService } from '../core/history/history-service.ts'
import { rebuildRecords } from '../core/history/rebuild-records.ts'
import { createPackRecorder, type PackRecorder } from '../core/history/pack-recorder.ts'
import { createRecordLogs } from '../core/history/record-log.ts'
import type { UnfinishedWrites } from '../core/history/unfinished-writes.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Logger } from '../core/logs/logger.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import type { BadgeStore } from '../core/smoke/badge-store.ts'
import type { EmitEvent } from '../ipc/shell-actions.ts'
import type { Adapters } from './adapters.ts'

export interface HistoryOptions {
  readonly database: Database
  readonly dataFolder: string
  readonly jobsFolder: string
  readonly jobStore: JobStore
  readonly unfinished: UnfinishedWrites
  readonly adapters: Adapters
  readonly redactor: Redactor
  readonly logger: Logger
  readonly emit: EmitEvent
  readonly badges: BadgeStore
  /** The database is a new one in place of a damaged one. */
  readonly isAnew: boolean
  /** Another process beside it leaves alone what it has not begun. */
  readonly isApp: boolean
}

/** What the user has not set. */
const defaultBudgetBytes = 2_000_000_000

/** The room that the code of packs may take. */
export interface CodeRoom {
  state(): { budgetBytes: number; usedBytes: number }
  /** Gives code up at once where there is more than that. */
  setBudget(bytes: number): Promise<void>
}

interface CreatedHistory {
  readonly history: HistoryService
  readonly recorder: PackRecorder
  readonly room: CodeRoom
  /** Makes records of images that nobody remembers; tells how many. */
  readonly rebuild: (signal: AbortSignal) => Promise<number>
}

/** What remembers packs, and what writes down what they come to know. */
export async function createHistory(options: HistoryOptions): Promise<CreatedHistory> {
  const { database, dataFolder, jobStore, adapters, redactor, logger, emit } = options
  const store = createHistoryStore(database)
  const index = createBlobIndex(database)
  const vault = createCodeVault({ folder: join(dataFolder, 'code'), index })
  if (options.isAnew) await vault.listAnew()
  const settings = createSettingStore(database)
  const budgetBytes = (): number => settings.number('codeBudgetBytes') ?? defaultBudgetBytes
  const onChanged = (id: JobId): void => emit('history.changed', id)
  const keeper = createCodeKeeper({ vault, index, store, budgetBytes, onChanged })
  const { engine, clock, readGit } = adapters
  const { redact } = redactor
  const recorder = createPackRecorder({ store, keeper, readGit, redact, clock, logger, onChanged })
  if (options.isApp) recorder.resume()
  return {
    history: createHistoryService({
      ...{ store, jobStore, keeper, vault, redact, onChanged, unfinished: options.unfinished },
      badges: options.badges,
      logs: createRecordLogs(options.jobsFolder),
    }),
    recorder,
    rebuild: (signal) => rebuildRecords({ engine, store, keeper, clock, onChanged, signal }),
    room: {
      state: () => ({ budgetBytes: budgetBytes(), usedBytes: index.totalBytes() }),
      setBudget: async (bytes) => {
        settings.setNumber('codeBudgetBytes', bytes)
        await keeper.tidy()
      },
    },
  }
}
