import { describe, expect, it } from 'vitest'
import { createPackAndTest } from '../../../electron/services/pack-and-test.ts'
import type { TestWish } from '../../../electron/services/test-service.ts'
import { AppError } from '../../../shared/errors.ts'
import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { defaultRunOptions } from '../../../shared/model/run-options.ts'

const projectId = ProjectId.parse('project')
const packId = JobId.parse('pack')
const thenTest = { target: 'cpu', options: { ...defaultRunOptions, sharedMemoryMb: 77 } } as const
const pack: Job = {
  ...{ id: packId, kind: 'pack', projectId, state: 'succeeded', startedAt: 1, endedAt: 2 },
  ...{ error: null, result: null, test: null },
}

/** What is tested after a pack that ends so. */
async function testedAfter(state: Job['state'], { asks = true, refuses = false } = {}) {
  const wishes: TestWish[] = []
  const problems: string[] = []
  const end = new AbortController()
  const ended = new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve()))
  const { startPack } = createPackAndTest({
    starts: { startPack: () => packId },
    tests: {
      startTest: (wish) => {
        if (refuses) throw new AppError('image-missing', { image: 'x' })
        wishes.push(wish)
        return JobId.parse('test')
      },
    },
    runner: { ended: () => ended },
    jobStore: { find: () => ({ ...pack, state }) },
    logger: {
      internal: (words) => {
        problems.push(words)
        return new AppError('internal', { id: '' })
      },
    },
  })
  expect(startPack(projectId, { push: false, ...(asks ? { thenTest } : {}) })).toBe(packId)
  expect(wishes).toEqual([])
  end.abort()
  await new Promise((resolve) => setImmediate(resolve))
  return { wishes, problems }
}

describe('a test that is to follow a pack', () => {
  it('runs what was packed, with its options, once the pack has succeeded', async () => {
    expect((await testedAfter('succeeded')).wishes).toEqual([{ packJobId: packId, ...thenTest }])
  })

  it.each(['failed', 'cancelled', 'interrupted'] as const)('is left out after one that is %s', async (state) => {
    expect((await testedAfter(state)).wishes).toEqual([])
  })

  it('is left out where none was asked for', async () => {
    expect((await testedAfter('succeeded', { asks: false })).wishes).toEqual([])
  })

  it('is told of in the log where it cannot start', async () => {
    expect((await testedAfter('succeeded', { refuses: true })).problems).toHaveLength(1)
  })
})
