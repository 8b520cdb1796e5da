import { join } from 'node:path'
import { createBlobIndex } from '../adapters/store/blob-index.ts'
import { createHistoryStore } from '../adapters/store/history.ts'
import type { Database } from '../adapters/store/open-database.ts'
import { createCodeKeeper } from '../core/history/code-keeper.ts'
import { createCodeVault } from '../core/history/code-vault.ts'
import { createHistoryService, type HistoryService } from '../core/history/history-service.ts'
import { createPackRecorder, type PackRecorder } from '../core/history/pack-recorder.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Logger } from '../core/logs/logger.ts'
import type { Redactor } from '../core/logs/redactor.ts'
import type { EmitEvent } from '../ipc/shell-actions.ts'
import type { Adapters } from './adapters.ts'

export interface HistoryOptions {
  readonly database: Database
  readonly dataFolder: string
  readonly jobStore: JobStore
  readonly adapters: Adapters
  readonly redactor: Redactor
  readonly logger: Logger
  readonly emit: EmitEvent
}

const defaultBudgetBytes = 2_000_000_000

/** What remembers packs, and what writes down what they come to know. */
export function createHistory(options: HistoryOptions): { history: HistoryService; recorder: PackRecorder } {
  const { database, dataFolder, jobStore, adapters, redactor, logger, emit } = options
  const store = createHistoryStore(database)
  const index = createBlobIndex(database)
  const vault = createCodeVault({ folder: join(dataFolder, 'code'), index })
  const onChanged = (id: Parameters<HistoryService['record']>[0]): void => emit('history.changed', id)
  const keeper = createCodeKeeper({ vault, index, store, budgetBytes: () => defaultBudgetBytes, onChanged })
  const { clock, readGit } = adapters
  const { redact } = redactor
  const recorder = createPackRecorder({ store, keeper, readGit, redact, clock, logger, onChanged })
  recorder.resume()
  return { history: createHistoryService({ store, jobStore, keeper }), recorder }
}
