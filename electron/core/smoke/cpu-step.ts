import { AppError } from '../../../shared/errors.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { testInvocation } from '../../../shared/uaitrain/test-invocation.ts'
import { smallTar } from '../context/small-tar.ts'
import type { JobActivity } from '../jobs/activity.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { Engine } from '../ports/engine.ts'
import { createCauseFinder } from '../runs/explain/cause-finder.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'

export interface CpuStepOptions {
  readonly engine: Engine
  readonly imageId: string
  readonly jobId: string
  readonly seconds: number
  readonly signal: AbortSignal
}

export interface CpuStep {
  /** False when it ran until its time was over. */
  readonly hasEnded: boolean
  readonly outputCount: number
}

/** So that the output folder is there; no program writes such a name. */
const placeholder = 'data/output/.uai-train-packer'
const sharedMemoryBytes = 2048 * 1024 * 1024

/**
 * Runs the CPU image as its test does, for a while or until it ends; what it writes stays in the container, which has no
 * network, as the nodes have none. Rejects with `smoke-failed` when it ends badly.
 */
export async function* runCpuStep(
  project: ProjectSettings,
  options: CpuStepOptions,
): AsyncGenerator<JobActivity, CpuStep> {
  const { engine, imageId, jobId, signal } = options
  const { command, mounts } = testInvocation(project, 'cpu')
  const container = await engine.createContainer(
    {
      image: imageId,
      command,
      mounts: mounts.filter(({ target }) => target === '/data/data'),
      environment: { PYTHONUNBUFFERED: '1' },
      labels: { [jobLabel]: jobId },
      runtime: null,
      sharedMemoryBytes,
      network: 'none',
    },
    signal,
  )
  try {
    await engine.writeArchive({ id: container, folder: '/', archive: smallTar({ [placeholder]: '' }), signal })
    const hasEnded = yield* follow(container, options)
    const changes = await engine.listChanges(container, signal)
    const written = changes.filter(({ path }) => path.startsWith('/data/output/') && path !== `/${placeholder}`)
    return { hasEnded, outputCount: written.length }
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
}

async function* follow(
  container: string,
  { engine, seconds, signal }: CpuStepOptions,
): AsyncGenerator<JobActivity, boolean> {
  const late = AbortSignal.timeout(seconds * 1000)
  const output = engine.followOutput(container, AbortSignal.any([signal, late]))
  const splitters = { out: createLineSplitter(), err: createLineSplitter() }
  const finder = createCauseFinder()
  let lineCount = 0
  let lastError = ''
  const tell = function* (source: 'out' | 'err', told: readonly string[]): Generator<JobActivity, void> {
    for (const text of told) {
      finder.observe(text, lineCount++)
      if (source === 'err' && text.trim() !== '') lastError = text
      yield { type: 'log', source, text }
      const none = { currentBytes: 0, totalBytes: null, layers: [] }
      yield { type: 'progress', progress: { lane: 'cpu', stage: 'smoke-step', ...none, line: text } }
    }
  }
  try {
    const first = output.next()
    // It fails with the start, which tells why.
    first.catch(() => undefined)
    await engine.startContainer(container, signal)
    for (let step = await first; step.done !== true; step = await output.next()) {
      yield* tell(step.value.source, splitters[step.value.source].push(step.value.bytes))
    }
    for (const source of ['out', 'err'] as const) yield* tell(source, splitters[source].end())
    const { exitCode, outOfMemory } = await engine.waitContainer(container, AbortSignal.any([signal, late]))
    if (exitCode === 0) return true
    const cause = finder.cause()
    throw new AppError('smoke-failed', {
      rung: 'step',
      failure: outOfMemory ? 'out-of-memory' : (cause?.failure.id ?? ''),
      subject: cause?.subject ?? '',
      words: (cause?.text ?? lastError).trim() || `exit code ${exitCode}`,
    })
  } catch (error) {
    const isOver = late.aborted && !signal.aborted && !(error instanceof AppError && error.code === 'smoke-failed')
    if (!isOver) throw error
    return false
  } finally {
    await output.return()
  }
}
