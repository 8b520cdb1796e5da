import { expect, it } from 'vitest'
import { failedTry } from '../../../../renderer/features/history/failed-try.ts'
import type { ErrorData } from '../../../../shared/errors.ts'
import { JobId } from '../../../../shared/model/ids.ts'
import type { Job } from '../../../../shared/model/job.ts'
import type { SmokeBadge } from '../../../../shared/model/smoke.ts'

const details = { rung: 'step', failure: '', subject: '', words: 'ValueError: no data' } as const
const failure: ErrorData = { code: 'smoke-failed', details }

function pack(error: ErrorData | null): Job {
  return {
    ...{ id: JobId.parse('pack'), kind: 'pack', projectId: null, startedAt: 1, endedAt: 2, result: null, test: null },
    ...{ state: error === null ? 'succeeded' : 'failed', error },
  }
}

function badge(verdict: SmokeBadge['verdict'], rung: SmokeBadge['rung'] = null): SmokeBadge {
  return { imageId: 'sha256:cpu', verdict, rung, seconds: 60, command: 'python train.py', at: 3 }
}

it('tells how the image failed in the words of the pack that tried it', () => {
  expect(failedTry({ job: pack(failure), smoke: badge('failed', 'step') })).toEqual(details)
})

it('tells the rung alone where another pack has tried the image', () => {
  const rungAlone = { rung: 'imports', failure: '', subject: '', words: '' }
  expect(failedTry({ job: pack(null), smoke: badge('failed', 'imports') })).toEqual(rungAlone)
  expect(failedTry({ job: pack(failure), smoke: badge('failed', 'imports') })).toEqual(rungAlone)
})

it('goes by the pack where the image has no badge', () => {
  expect(failedTry({ job: pack(failure), smoke: null })).toEqual(details)
})

it('has nothing to tell of an image that passed, has passed since, or was not tried', () => {
  expect(failedTry({ job: pack(null), smoke: badge('passed') })).toBeNull()
  expect(failedTry({ job: pack(null), smoke: badge('warned', 'outputs') })).toBeNull()
  expect(failedTry({ job: pack(failure), smoke: badge('passed') })).toBeNull()
  expect(failedTry({ job: pack(null), smoke: null })).toBeNull()
})
