import { AppError } from '../../shared/errors.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { PackRequest, PackResult } from '../../shared/model/pack.ts'
import { isSamePath } from '../../shared/uaitrain/text-checks.ts'
import { createBadgeStore } from '../adapters/store/badges.ts'
import { createJobStore } from '../adapters/store/jobs.ts'
import { createProjectStore } from '../adapters/store/projects.ts'
import { errorWords } from '../core/error-words.ts'
import { createUnfinishedWrites } from '../core/history/unfinished-writes.ts'
import type { JobActivity } from '../core/jobs/activity.ts'
import { createJobProcesses } from '../core/jobs/job-processes.ts'
import { createJobRunner } from '../core/jobs/job-runner.ts'
import type { BadgeStore } from '../core/smoke/badge-store.ts'
import type { ProjectStore } from '../core/projects/project-store.ts'
import { jobsFolderOf, processesFolderOf, unfinishedFolderOf } from '../services/data-paths.ts'
import { createHistory } from '../services/history.ts'
import { cliLog, openCliData } from './cli-data.ts'
import type { CliTools } from './cli-tools.ts'
import { describeError } from './describe-error.ts'

/** The app's history, as the command line keeps its packs in it. */
export interface PackHistory {
  run(pack: KeptPack): Promise<PackResult>
  close(): Promise<void>
}

interface KeptPack {
  readonly request: PackRequest
  readonly work: (context: {
    readonly jobId?: JobId
    readonly badges?: BadgeStore
    readonly signal: AbortSignal
  }) => AsyncGenerator<JobActivity, PackResult>
  readonly onActivity: (activity: JobActivity) => void
}

/** A pack has ended by then: what is not kept of its code until this long after goes on when the app starts. */
const keepLimitMs = 2_000

/** Rejects when the app's database cannot be written; a damaged one is the app's to set aside. */
export async function openPackHistory(tools: CliTools): Promise<PackHistory> {
  const { environment, adapters, redactor } = tools
  const { dataFolder, signal } = environment
  const { clock } = adapters
  const logger = cliLog(tools)
  const data = await openCliData('leave', tools, logger)
  const { database } = data
  const jobStore = createJobStore(database)
  const jobsFolder = jobsFolderOf(dataFolder)
  const badges = createBadgeStore(database)
  const { recorder } = await createHistory({
    ...{ database, dataFolder, jobsFolder, jobStore, adapters, redactor, logger },
    unfinished: createUnfinishedWrites(unfinishedFolderOf(dataFolder), adapters.files),
    emit: () => undefined,
    isAnew: false,
    isApp: false,
    badges,
  })
  const runner = createJobRunner({
    ...{ store: jobStore, clock, redactor, logger, jobsFolder },
    processes: createJobProcesses(processesFolderOf(dataFolder)),
    isApp: false,
    onOrphans: () => undefined,
    onChanged: () => undefined,
    onFact: (id, fact) => recorder.add(id, fact),
    onUnkept: (error) => tellNotRemembered(error, tools),
  })

  return {
    run: async ({ request, work, onActivity }) => {
      let outcome = (): PackResult => {
        throw new Error('a pack has no outcome before its end')
      }
      const id = runner.start({
        ...{ kind: 'pack', request, test: null, claims: [] },
        projectId: projectOf(request, createProjectStore(database)),
        run: async function* (context) {
          try {
            const result = yield* telling(work({ jobId: context.id, signal: context.signal, badges }), onActivity)
            outcome = () => result
            return result
          } catch (error) {
            outcome = () => {
              throw error
            }
            throw error
          }
        },
      })
      const cancel = (): void => void runner.cancel(id)
      if (signal.aborted) cancel()
      signal.addEventListener('abort', cancel, { once: true })
      await runner.ended(id)
      signal.removeEventListener('abort', cancel)
      return outcome()
    },
    close: async () => {
      await runner.close()
      if (!signal.aborted) await recorder.settle(keepLimitMs)
      await recorder.close()
      await logger.flush()
      data.close()
    },
  }
}

/** A pack that cannot be remembered is made all the same. */
export function tellNotRemembered(error: unknown, { environment, texts, redactor }: CliTools): void {
  const told = error instanceof AppError ? describeError((error as AppError).toData(), texts) : errorWords(error)
  environment.writeError(`${texts('cli.notRemembered', { words: redactor.redact(told) })}\n`)
}

/** Runs packs all the same, and keeps nothing of them. */
export function withoutHistory(signal: AbortSignal): PackHistory {
  return {
    run: async ({ work, onActivity }) => {
      const activities = telling(work({ signal }), onActivity)
      let step = await activities.next()
      while (step.done !== true) step = await activities.next()
      return step.value
    },
    close: () => Promise.resolve(),
  }
}

async function* telling(
  activities: AsyncGenerator<JobActivity, PackResult>,
  onActivity: (activity: JobActivity) => void,
): AsyncGenerator<JobActivity, PackResult> {
  for (;;) {
    const step = await activities.next()
    if (step.done === true) return step.value
    onActivity(step.value)
    yield step.value
  }
}

/** The project that has its code in this folder; where several do, the one that makes this image. */
function projectOf({ project: packed }: PackRequest, store: ProjectStore): ProjectId | null {
  const own = store.list().filter(({ codePath }) => isSamePath(codePath, packed.codePath))
  const found = own.length > 1 ? own.find(({ imageName }) => imageName === packed.imageName) : own[0]
  return found?.id ?? null
}
