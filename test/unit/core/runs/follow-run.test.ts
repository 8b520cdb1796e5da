import { describe, expect, it } from 'vitest'
import type { JobActivity } from '../../../../electron/core/jobs/activity.ts'
import type { OutputChunk } from '../../../../electron/core/ports/container-work.ts'
import { followRun, type ContainerEnd, type FollowOptions } from '../../../../electron/core/runs/follow-run.ts'
import { createOutputReader, openOutput } from '../../../../electron/core/runs/output-reader.ts'
import { AppError } from '../../../../shared/errors.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'

async function* outputOf(text: string, end: 'cut' | 'ended'): AsyncGenerator<OutputChunk, void> {
  await Promise.resolve()
  yield { source: 'out', bytes: Buffer.from(text) }
  if (end === 'cut') throw new AppError('engine-stream-cut', { operation: 'follow' })
}

describe('following a run', () => {
  it('tells since when the engine is away, and that it is back', async () => {
    const { signal } = new AbortController()
    const fake = new FakeEngine()
    const engine: FollowOptions['engine'] = {
      health: (asked) => fake.health(asked),
      followOutput: () => outputOf('one\ntwo\nthree\n', 'ended'),
      waitContainer: () => Promise.resolve({ exitCode: 0, outOfMemory: false }),
    }
    const following = followRun('id', openOutput(outputOf('one\ntw', 'cut')), {
      engine,
      clock: { now: () => 77 },
      reader: createOutputReader(),
      signal,
      onFollowed: () => undefined,
    })
    const told: JobActivity[] = []
    let step: IteratorResult<JobActivity, ContainerEnd> = await following.next()
    while (step.done !== true) {
      told.push(step.value)
      step = await following.next()
    }
    expect(step.value).toEqual({ exitCode: 0, outOfMemory: false, engineLost: true })
    expect(told.filter(({ type }) => type === 'engine')).toEqual([
      { type: 'engine', awaySince: 77 },
      { type: 'engine', awaySince: null },
    ])
    const lines = told.flatMap((one) => (one.type === 'log' && one.source === 'out' ? one.text.split('\n') : []))
    expect(lines).toEqual(['one', 'two', 'three'])
  })
})
