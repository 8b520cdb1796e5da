import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { packFileExtension } from '../../shared/model/pack-file.ts'
import type { ImageRemoval, ImageTruth } from '../../shared/model/pack-record.ts'
import { commandFileText } from '../../shared/uaitrain/commands.ts'
import { checkImages } from '../core/history/check-images.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import { planRemoval, removeImages } from '../core/history/remove-images.ts'
import type { RestoreProgress } from '../core/history/restore-code.ts'
import type { UnfinishedWrites } from '../core/history/unfinished-writes.ts'
import type { RegistryAuth } from '../core/ports/registry.ts'
import type { Adapters } from './adapters.ts'
import type { TransferService } from './transfer-service.ts'

/** What is done with a pack of the past beyond remembering it. */
export interface PastPacks {
  checkImages(id: JobId, signal: AbortSignal): AsyncGenerator<ImageTruth[], void>
  /** Into a new folder of its own in the given one; tells which. */
  restoreCode(id: JobId, parent: string, signal: AbortSignal): AsyncGenerator<RestoreProgress[], string>
  saveCommands(id: JobId, path: string): Promise<void>
  /** A file name for the record. */
  fileNameOf(id: JobId): string
  exportFile(options: { id: JobId; path: string; withCode: boolean }): Promise<void>
  planRemoval(id: JobId, signal: AbortSignal): Promise<ImageRemoval>
  removeImages(id: JobId, signal: AbortSignal): Promise<{ name: string; words: string }[]>
  /** With the logs of all that goes. */
  remove(id: JobId): Promise<void>
}

export interface PastPacksOptions {
  readonly history: HistoryService
  readonly transfers: TransferService
  readonly adapters: Adapters
  readonly jobsFolder: string
  readonly unfinished: UnfinishedWrites
  readonly onChanged: (id: JobId) => void
  readonly onRemoved: (ids: readonly JobId[]) => void
}

export function createPastPacks(options: PastPacksOptions): PastPacks {
  const { history, transfers, adapters, jobsFolder, unfinished, onChanged, onRemoved } = options
  const { engine, registry, files } = adapters

  const nameOf = (id: JobId): string => {
    const { job, projectName } = history.record(id)
    // No colon is allowed in a file name everywhere, nor much else that a project's name may hold.
    const when = new Date(job.startedAt).toISOString().slice(0, 19).replaceAll(':', '-')
    return `${projectName.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'pack'}-${when}`
  }

  return {
    checkImages: async function* (id, signal) {
      const record = history.record(id)
      const references = record.pushes.map(({ reference }) => reference)
      const auths = new Map<string, RegistryAuth | null>()
      for (const reference of references) auths.set(reference, await transfers.authFor(record, reference))
      const authFor = (reference: string): RegistryAuth | null => auths.get(reference) ?? null
      yield* checkImages({ record, engine, registry, authFor, signal })
    },
    restoreCode: async function* (id, parent, signal) {
      const folder = await freeFolder(join(parent, nameOf(id)))
      for await (const progress of history.restore(id, folder, signal)) yield [progress]
      return folder
    },
    saveCommands: async (id, path) => {
      const { details, job } = history.record(id)
      const text = details.commandFile ?? (job.result?.kind === 'pack' ? commandFileText(job.result.commands) : null)
      if (text === null) throw new AppError('not-found', { what: 'file', id })
      await files.replace(path, text)
    },
    fileNameOf: (id) => `${nameOf(id)}${packFileExtension}`,
    exportFile: async ({ id, path, withCode }) => {
      const text = await history.fileText(id, withCode)
      const end = await unfinished.begin({ kind: 'file', path })
      try {
        await files.replace(path, text)
      } finally {
        await end()
      }
    },
    planRemoval: (id, signal) => planRemoval(history.record(id), engine, signal),
    removeImages: async (id, signal) => {
      const refusals = await removeImages(history.record(id), engine, signal)
      onChanged(id)
      return refusals
    },
    remove: async (id) => {
      const gone = await history.remove(id)
      onRemoved(gone)
      const names = await readdir(jobsFolder).catch(() => [])
      const logs = names.filter((name) => gone.some((one) => name.startsWith(`${one}.`)))
      for (const name of logs) await rm(join(jobsFolder, name), { force: true, recursive: true })
    },
  }
}

async function freeFolder(wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`
    if ((await lstat(folder).catch(() => null)) === null) return folder
  }
}
