import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  currentStage,
  emptyJobView,
  failedStage,
  progressShare,
  withUpdate,
  type JobView,
} from '../../../renderer/stores/job-view.ts'
import { laneStages } from '../../../renderer/features/pack/stage-plan.ts'
import { JobId } from '../../../shared/model/ids.ts'
import type { Job, JobUpdate, Lane, Stage, StageProgress, StageState } from '../../../shared/model/job.ts'

const ended: Job = {
  id: JobId.parse('j'),
  kind: 'pack',
  projectId: null,
  state: 'failed',
  startedAt: 0,
  endedAt: 9,
  error: null,
  result: null,
  test: null,
}

function stage(seq: number, lane: Lane, name: Stage, state: StageState): JobUpdate {
  return { type: 'event', event: { type: 'stage', seq, at: seq * 10, stage: name, lane, state } }
}

const updates: JobUpdate[] = [
  stage(1, 'shared', 'check', 'started'),
  stage(2, 'shared', 'check', 'done'),
  stage(3, 'cpu', 'pull', 'skipped'),
  stage(4, 'gpu', 'pull', 'started'),
  { type: 'event', event: { type: 'note', seq: 5, at: 50, note: { code: 'not-pushed', image: 'net-gpu' } } },
  stage(6, 'gpu', 'pull', 'failed'),
  { type: 'event', event: { type: 'ended', seq: 7, at: 70, job: ended } },
]

function view(...some: readonly JobUpdate[]): JobView {
  return some.reduce(withUpdate, emptyJobView)
}

describe('withUpdate', () => {
  it('folds the events of a job', () => {
    const all = view(...updates)
    expect(all.stages.map(({ lane, stage: name, state }) => `${lane} ${name} ${state}`)).toEqual([
      'shared check done',
      'cpu pull skipped',
      'gpu pull failed',
    ])
    expect(all.stages[0]).toMatchObject({ startedAt: 10, endedAt: 20 })
    expect(all.notes).toEqual([{ code: 'not-pushed', image: 'net-gpu' }])
    expect(all.endedJob).toEqual(ended)
    expect(failedStage(all)?.lane).toBe('gpu')
    expect(currentStage(all)).toBeUndefined()
  })

  it('comes to the same however often a beginning is replayed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(updates.length)), (replays) => {
        const told = [...replays.flatMap((count) => updates.slice(0, count)), ...updates]
        expect(view(...told)).toEqual(view(...updates))
      }),
    )
  })

  it('keeps only the newest progress, and none once the job has ended', () => {
    const lanes = (currentBytes: number): JobUpdate => {
      const progress: StageProgress = {
        lane: 'gpu',
        stage: 'pull',
        currentBytes,
        totalBytes: 100,
        layers: [],
        line: null,
      }
      return { type: 'progress', lanes: [progress] }
    }
    expect(view(lanes(1), lanes(62)).progress.map(progressShare)).toEqual([0.62])
    expect(view(lanes(1), ...updates).progress).toEqual([])
  })
})

describe('currentStage', () => {
  const building = stage(1, 'cpu', 'build', 'started')
  const pushing = stage(2, 'gpu', 'push', 'started')
  const sent = (currentBytes: number): JobUpdate => ({
    type: 'progress',
    lanes: [{ lane: 'gpu', stage: 'push', currentBytes, totalBytes: 100, layers: [], line: null }],
  })

  it('is not a push that has sent all and waits for the other image', () => {
    expect(currentStage(view(building, pushing, sent(99)))?.stage).toBe('push')
    expect(currentStage(view(building, pushing, sent(100)))?.stage).toBe('build')
    const alone = view(building, pushing, sent(100), stage(3, 'cpu', 'build', 'done'))
    expect(currentStage(alone)?.stage).toBe('push')
  })
})

describe('progressShare', () => {
  it.each([
    [{ currentBytes: 5, totalBytes: null }, null],
    [{ currentBytes: 5, totalBytes: 0 }, null],
    [{ currentBytes: 5, totalBytes: 10 }, 0.5],
    [{ currentBytes: 15, totalBytes: 10 }, 1],
    [undefined, null],
  ])('of %j is %j', (progress, share) => {
    expect(progressShare(progress)).toBe(share)
  })
})

describe('laneStages', () => {
  it('has what is to come, and what has been told of without being planned', () => {
    const cpu = laneStages(view(stage(1, 'cpu', 'pull', 'done'), stage(2, 'cpu', 'push', 'started')), 'cpu')
    expect(cpu.map(({ stage: name, state }) => `${name} ${state}`)).toEqual([
      'pull done',
      'build waiting',
      'push started',
    ])
  })
})
