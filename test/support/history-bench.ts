import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createBlobIndex } from '../../electron/adapters/store/blob-index.ts'
import { createHistoryStore } from '../../electron/adapters/store/history.ts'
import { createJobStore } from '../../electron/adapters/store/jobs.ts'
import { openDatabase, type Database } from '../../electron/adapters/store/open-database.ts'
import { createCodeKeeper } from '../../electron/core/history/code-keeper.ts'
import { createCodeVault } from '../../electron/core/history/code-vault.ts'
import { createRecordLogs } from '../../electron/core/history/record-log.ts'
import { createUnfinishedWrites } from '../../electron/core/history/unfinished-writes.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import type { CodeFile } from '../../shared/model/code-file.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { collect } from './collect.ts'
import { samplePackRequest } from './samples.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

export const never = new AbortController().signal

export function samplePackJob(id: string, changes: Partial<Job> = {}): Job {
  return {
    id: JobId.parse(id),
    kind: 'pack',
    projectId: null,
    state: 'succeeded',
    startedAt: 1,
    endedAt: 2,
    error: null,
    result: null,
    test: null,
    ...changes,
  }
}

/** A database with the records of packs and a folder for their code. */
export async function openHistoryBench(options: { path?: string } = {}) {
  const folder = await makeTemporaryFolder()
  const clock = { now: () => 1 }
  const path = options.path ?? ':memory:'
  const database: Database = await openDatabase({ path, clock, onDamaged: () => undefined })
  const [store, jobStore, index] = [createHistoryStore(database), createJobStore(database), createBlobIndex(database)]
  const vaultFolder = join(folder, 'vault')
  const vault = createCodeVault({ folder: vaultFolder, index })
  const budget = { bytes: 1_000_000 }
  const keeper = createCodeKeeper({ vault, index, store, budgetBytes: () => budget.bytes, onChanged: () => undefined })
  return {
    folder,
    vaultFolder,
    database,
    store,
    jobStore,
    index,
    vault,
    logs: createRecordLogs(join(folder, 'jobs')),
    unfinished: createUnfinishedWrites(join(folder, 'unfinished'), createNodeFiles()),
    keeper,
    budget,
    addPack: (id: string, changes: Partial<Job> = {}): JobId => {
      const job = samplePackJob(id, changes)
      jobStore.insert(job, samplePackRequest())
      return job.id
    },
  }
}

export async function filesOf(root: string): Promise<CodeFile[]> {
  const [mainFile = ''] = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  const maker = createLayerMaker({ folder: await makeTemporaryFolder() })
  const { result: layer } = await collect(maker.makeLayer({ root, ignore: noIgnoreSettings, mainFile, signal: never }))
  await layer.close()
  return [...(await layer.files)]
}
