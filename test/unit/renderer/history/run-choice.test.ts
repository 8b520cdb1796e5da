import { expect, it } from 'vitest'
import { chooseRuns } from '../../../../renderer/features/history/run-choice.ts'
import { JobId } from '../../../../shared/model/ids.ts'
import type { Job, JobState } from '../../../../shared/model/job.ts'
import { defaultRunOptions } from '../../../../shared/model/run-options.ts'
import type { TestTarget } from '../../../../shared/model/test-run.ts'

function run(id: string, target: TestTarget, state: JobState = 'succeeded'): Job {
  const test = { packJobId: JobId.parse('pack'), target, options: defaultRunOptions }
  return {
    ...{ id: JobId.parse(id), kind: 'test', projectId: null, state, startedAt: 1, endedAt: 2 },
    ...{ error: null, result: null, test },
  }
}

it('puts the newest good runs of one image beside each other', () => {
  const left = [run('a', 'cpu', 'failed'), run('b', 'cpu'), run('c', 'cpu')]
  const right = [run('d', 'gpu'), run('e', 'cpu')]
  expect(chooseRuns(left, right)).toEqual({ left: 'b', right: 'e' })
})

it('prefers the image that trains', () => {
  expect(chooseRuns([run('a', 'cpu'), run('b', 'gpu')], [run('c', 'cpu'), run('d', 'gpu')])).toEqual({
    left: 'b',
    right: 'd',
  })
})

it('takes the newest of each where none fit', () => {
  expect(chooseRuns([run('a', 'cpu', 'failed')], [run('b', 'cpu')])).toEqual({ left: 'a', right: 'b' })
  expect(chooseRuns([], [run('b', 'cpu')])).toEqual({ left: null, right: 'b' })
})
