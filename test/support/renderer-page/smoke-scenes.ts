import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { ErrorData } from '../../../shared/errors.ts'
import type { Job, JobEvent, JobUpdate, Stage, StageState } from '../../../shared/model/job.ts'
import type { SmokeBadge } from '../../../shared/model/smoke.ts'
import type { FakeMain } from '../fake-main.ts'

export const sampleBadge: SmokeBadge = {
  imageId: `sha256:${'3f9a1c77e2b0'.repeat(5)}3f9a`,
  verdict: 'passed',
  rung: null,
  seconds: 60,
  command: '/data/mnist.py',
  at: Date.now() - 240_000,
}

const error: ErrorData = {
  code: 'smoke-failed',
  details: {
    rung: 'step',
    failure: 'missing-module',
    subject: 'sentencepiece',
    words: "ModuleNotFoundError: No module named 'sentencepiece'",
  },
}

/** A pack at its gate: a run is being tried, or has stopped the push. */
export function fillSmokeScene(main: FakeMain, scene: 'smoke' | 'smoke-failed'): void {
  const isRunning = scene === 'smoke'
  const [first] = main.projects
  if (first !== undefined) main.projects[0] = { ...first, smokeSeconds: 60 }
  const startedAt = Date.now() - 74_000
  const steps: [lane: 'shared' | 'cpu' | 'gpu', stage: Stage, state: StageState][] = [
    ...(['check', 'scan', 'layer', 'resolve', 'login'] as const).flatMap(
      (stage): [lane: 'shared', stage: Stage, state: StageState][] => [
        ['shared', stage, 'started'],
        ['shared', stage, 'done'],
      ],
    ),
    ...(['pull', 'build', 'smoke-imports', 'smoke-arguments'] as const).flatMap(
      (stage): [lane: 'cpu', stage: Stage, state: StageState][] => [
        ['cpu', stage, 'started'],
        ['cpu', stage, 'done'],
      ],
    ),
    ['gpu', 'push', 'started'],
    ['cpu', 'smoke-step', 'started'],
    ...(isRunning ? [] : ([['cpu', 'smoke-step', 'failed']] as [lane: 'cpu', stage: Stage, state: StageState][])),
  ]
  const events = steps.map(([lane, stage, state], index): JobUpdate => {
    const at = startedAt + index * 3000
    const event: JobEvent = { type: 'stage', seq: index + 1, at, lane, stage, state }
    return { type: 'event', event }
  })
  const none = { currentBytes: 0, totalBytes: null, layers: [] }
  const line = 'Train Epoch: 1 [12800/60000 (21%)]\tLoss: 0.284311'
  const progress: JobUpdate = { type: 'progress', lanes: [{ lane: 'cpu', stage: 'smoke-step', ...none, line }] }
  const id = JobId.parse('smoke')
  const job: Job = {
    id,
    kind: 'pack',
    projectId: ProjectId.parse('mnist'),
    state: isRunning ? 'running' : 'failed',
    startedAt,
    endedAt: isRunning ? null : Date.now(),
    error: isRunning ? null : error,
    result: null,
    test: null,
  }
  // What has failed is shown where it ran.
  main.jobs.unshift({ ...job, state: 'running', endedAt: null, error: null })
  main.updates.set(id, isRunning ? [...events, progress] : events)
  if (!isRunning) setTimeout(() => main.tellJob(job), 500)
}
