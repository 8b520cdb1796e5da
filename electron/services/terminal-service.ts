import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type {
  ChangeSummary,
  OpenTerminal,
  TerminalEnd,
  TerminalImage,
  TerminalOutput,
  TerminalSize,
} from '../../shared/model/terminal.ts'
import type { JobRunner } from '../core/jobs/job-runner.ts'
import { Later } from '../core/async/later.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import type { Activities } from '../core/pack/stage.ts'
import type { ChangeVault } from '../core/packages/change-vault.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { Engine } from '../core/ports/engine.ts'
import type { ProjectService } from '../core/projects/project-service.ts'
import { runTerminal } from '../core/terminal/run-terminal.ts'
import { lookAtChanges, takeChanges } from '../core/terminal/take-changes.ts'
import type { TerminalSession } from '../core/terminal/terminal-session.ts'
import type { JobService } from './job-service.ts'
import type { KeptChangesService } from './kept-changes-service.ts'

/** Terminals in images, each a job. Those of a job that is no open terminal reject with `not-found`. */
export interface TerminalService {
  /** Rejects as the start of a pack does. */
  start(projectId: ProjectId, image: TerminalImage): JobId
  list(): OpenTerminal[]
  attach(jobId: JobId, size: TerminalSize, signal: AbortSignal): AsyncGenerator<TerminalOutput[], TerminalEnd>
  write(jobId: JobId, bytes: Uint8Array): Promise<void>
  resize(jobId: JobId, size: TerminalSize): Promise<void>
  startShell(jobId: JobId): Promise<void>
  changes(jobId: JobId, signal: AbortSignal): Promise<ChangeSummary>
  /** Rejects with `changes-not-read` also where nothing is to be kept of the image. */
  keep(jobId: JobId, signal: AbortSignal): AsyncGenerator<{ readBytes: number }[], KeptChange>
}

export interface TerminalServiceOptions {
  readonly engine: Engine
  readonly runner: JobRunner
  readonly projects: ProjectService
  readonly history: HistoryService
  readonly keptChanges: Pick<KeptChangesService, 'add'>
  readonly vault: ChangeVault
  readonly clock: Clock
  readonly prepareBase: JobService['prepareBase']
}

interface Entry extends OpenTerminal {
  /** Null once it has ended without having been open. */
  readonly session: Later<TerminalSession | null>
}

export function createTerminalService(options: TerminalServiceOptions): TerminalService {
  const { engine, runner, projects, history, keptChanges, vault, clock, prepareBase } = options
  const entries = new Map<JobId, Entry>()

  const entryOf = (jobId: JobId): Entry => {
    const entry = entries.get(jobId)
    if (entry === undefined) throw new AppError('not-found', { what: 'job', id: jobId })
    return entry
  }

  const sessionOf = async (jobId: JobId): Promise<TerminalSession> => {
    const session = await entryOf(jobId).session.wait(new AbortController().signal)
    if (session === null) throw new AppError('not-found', { what: 'job', id: jobId })
    return session
  }

  /** The image itself: by now its name may stand for another. */
  const imageOf = ({ packJobId, lane }: TerminalImage & { kind: 'packed' }): { id: string; name: string } => {
    const { job } = history.record(packJobId)
    const image = job.result?.kind === 'pack' ? job.result.images.find((one) => one.lane === lane) : undefined
    if (image === undefined) throw new AppError('not-found', { what: 'image', id: packJobId })
    return image
  }

  return {
    start: (projectId, image) => {
      const prepare =
        image.kind === 'base' ? prepareBase(projectId, image.lane) : () => findPacked(engine, imageOf(image))
      const { packages: settings } = projects.find(projectId)
      const session = new Later<TerminalSession | null>()
      return runner.start({
        ...{ kind: 'terminal', projectId, request: null, test: null, claims: [] },
        run: async function* (context) {
          const jobId = context.id
          entries.set(jobId, { jobId, projectId, image, session })
          try {
            return yield* runTerminal({
              engine,
              lane: image.lane,
              prepare: () => prepare(context),
              settings,
              onOpen: (opened) => session.set(opened),
              context,
            })
          } finally {
            session.set(null)
            entries.delete(jobId)
          }
        },
      })
    },
    list: () => [...entries.values()].map(({ jobId, projectId, image }) => ({ jobId, projectId, image })),
    async *attach(jobId, size, signal) {
      const session = await entryOf(jobId).session.wait(signal)
      return session === null ? 'closed' : yield* session.attach(size, signal)
    },
    write: async (jobId, bytes) => (await sessionOf(jobId)).write(bytes),
    resize: async (jobId, size) => (await sessionOf(jobId)).resize(size),
    startShell: async (jobId) => (await sessionOf(jobId)).startShell(),
    changes: async (jobId, signal) => {
      const { container } = await sessionOf(jobId)
      return lookAtChanges({ engine, container, signal })
    },
    async *keep(jobId, signal) {
      const { projectId, image } = entryOf(jobId)
      const { container } = await sessionOf(jobId)
      if (image.kind !== 'base') throw new AppError('changes-not-read', { words: 'a packed image' })
      const change = yield* tellReading((onRead) =>
        takeChanges({ engine, container, vault, lane: image.lane, now: clock.now(), onRead, signal }),
      )
      keptChanges.add(projectId, change)
      return change
    },
  }
}

async function* findPacked(engine: Engine, { id, name }: { id: string; name: string }): Activities<string> {
  yield { type: 'log', source: 'app', text: `image ${name}` }
  if ((await engine.inspectImage(id, new AbortController().signal)) === null) {
    throw new AppError('image-missing', { image: name })
  }
  return id
}

const toldEveryMs = 250

/** Tells a few times a second how much has been read, until it is done. */
async function* tellReading<Result>(
  read: (onRead: (bytes: number) => void) => Promise<Result>,
): AsyncGenerator<{ readBytes: number }[], Result> {
  let readBytes = 0
  const reading = read((bytes) => (readBytes += bytes)).then((result) => ({ result }))
  for (;;) {
    const done = await Promise.race([reading, delay(toldEveryMs, null, { ref: false })])
    if (done !== null) return done.result
    yield [{ readBytes }]
  }
}
