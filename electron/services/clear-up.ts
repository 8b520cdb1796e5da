import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isCancelled } from '../../shared/errors.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { UnfinishedWrites } from '../core/history/unfinished-writes.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Logger } from '../core/logs/logger.ts'
import { planPack } from '../core/pack/plan.ts'
import { removeUnnamed } from '../core/pack/remove-unnamed.ts'
import { jobLabel } from '../core/runs/plan-test.ts'
import { removeLeftovers } from '../core/runs/remove-leftovers.ts'
import { waitForEngine } from '../core/runs/wait-for-engine.ts'
import type { Adapters } from './adapters.ts'

export interface ClearUpOptions {
  readonly adapters: Pick<Adapters, 'engine' | 'files'>
  readonly jobStore: JobStore
  readonly jobsFolder: string
  readonly unfinished: UnfinishedWrites
  /** The jobs that the app's last end cut off. */
  readonly interruptedIds: readonly JobId[]
  readonly isPacking: () => boolean
  readonly logger: Pick<Logger, 'warn'>
  readonly signal: AbortSignal
}

/** An engine that was cut off in the middle comes to an end with its work, which is seen only then. */
const secondLooksMs = [1_000, 3_000, 6_000, 10_000, 20_000]

/** Removes what the app's last end left behind, if it was none of its own: containers, images, files. */
export async function clearUp({ interruptedIds, ...options }: ClearUpOptions): Promise<void> {
  const { adapters, jobStore, jobsFolder, unfinished, isPacking, logger, signal } = options
  const { engine, files } = adapters
  const requests = interruptedIds.flatMap((id) => jobStore.findRequest(id) ?? [])
  // Those of earlier starts too: what the engine was slow to end, or had in use then, may have stayed.
  const projects = jobStore.interruptedProjects()
  const paths = requests.map(planPack).flatMap(({ commandFilePath, logFilePath }) => [commandFilePath, logFilePath])

  const removeImages = (): Promise<void> => removeUnnamed({ engine, projects, isPacking, signal })
  const removeContainersOfTests = async (): Promise<void> => {
    // With nothing to look for, the engine is asked nothing.
    if (jobStore.endedTestIds().length === 0) return
    await waitForEngine(engine, signal)
    const labelled = new Set(await engine.valuesOfLabel(jobLabel, signal))
    const jobIds = jobStore.endedTestIds().filter((id) => labelled.has(id))
    await removeLeftovers({ engine, jobIds, signal })
  }
  const steps: readonly (readonly [what: string, remove: () => Promise<void>])[] = [
    ['containers of interrupted jobs', () => removeLeftovers({ engine, jobIds: interruptedIds, signal })],
    ['images of interrupted packs', removeImages],
    ['half-written files', () => inTurn(paths, (path) => files.removeHalfWritten(path))],
    ['half-written copies', () => unfinished.clearUp()],
    ['logs of removed jobs', () => removeLogsOfNobody(jobsFolder, jobStore)],
  ]
  const attempt = async (what: string, remove: () => Promise<void>): Promise<void> => {
    try {
      await remove()
    } catch (error) {
      if (!isCancelled(error)) logger.warn(`${what} not removed`, { words: String(error) })
    }
  }
  // What a test left whose engine was away then; that of now may be slow to come.
  const removing = attempt('containers of ended tests', removeContainersOfTests)
  for (const [what, remove] of steps) await attempt(what, remove)
  await removing
  if (projects.length === 0) return
  for (const waitMs of secondLooksMs) {
    await delay(waitMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return
    await attempt('images of interrupted packs', removeImages)
  }
}

async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) await work(item)
}

/** A record is removed before its files are. */
async function removeLogsOfNobody(folder: string, jobStore: JobStore): Promise<void> {
  // The files first: another process may begin a job meanwhile, and its record is there before its log.
  const names = await readdir(folder).catch(() => [])
  const known = new Set<string>(jobStore.ids())
  const ofNobody = names.filter((name) => !known.has(name.slice(0, name.indexOf('.'))))
  await inTurn(ofNobody, (name) => rm(join(folder, name), { force: true, recursive: true }))
}
