import { expect, it } from 'vitest'
import { createJobStore } from '../../../electron/adapters/store/jobs.ts'
import { openDatabase } from '../../../electron/adapters/store/open-database.ts'
import { keepMeasured, listUploads } from '../../../electron/adapters/store/uploads.ts'
import type { JobEvent } from '../../../shared/model/job.ts'
import { samplePackJob } from '../../support/history-bench.ts'
import { samplePackRequest, sampleProjectSettings } from '../../support/samples.ts'

it('lists what packs pushed to a host, the newest first', async () => {
  const database = await openDatabase({ path: ':memory:', clock: { now: () => 1 }, onDamaged: () => undefined })
  const store = createJobStore(database)
  const add = (
    id: string,
    startedAt: number,
    push: { bytes?: number; state?: 'done' | 'failed'; internal?: boolean },
  ) => {
    const job = samplePackJob(id, { startedAt })
    const project = sampleProjectSettings({ internalUhub: push.internal === true })
    store.insert(job, samplePackRequest({ project, uhubHost: 'out', uhubInternalHost: 'in' }))
    const stage = { type: 'stage', stage: 'push', lane: 'gpu' } as const
    const bytes = push.bytes === undefined ? {} : { bytes: push.bytes }
    const events: JobEvent[] = [
      { ...stage, seq: 1, at: startedAt, state: 'started' },
      { ...stage, seq: 2, at: startedAt + 500, state: push.state ?? 'done', ...bytes },
    ]
    for (const event of events) store.appendEvent(job.id, event)
  }
  add('old', 1000, { bytes: 1 })
  add('failed', 2000, { bytes: 2, state: 'failed' })
  add('nothing moved', 3000, {})
  add('inside', 4000, { bytes: 3, internal: true })
  add('new', 5000, { bytes: 4 })
  expect(listUploads(database, 'out', 5)).toEqual([
    { bytes: 4, ms: 500 },
    { bytes: 1, ms: 500 },
  ])
  expect(listUploads(database, 'out', 1)).toEqual([{ bytes: 4, ms: 500 }])
  expect(listUploads(database, 'in', 5)).toEqual([{ bytes: 3, ms: 500 }])

  keepMeasured(database, 'in', { bytes: 5, ms: 1.5, at: 3500 })
  keepMeasured(database, 'in', { bytes: 6, ms: 2.5, at: 3900 })
  expect(listUploads(database, 'in', 5)).toEqual([
    { bytes: 3, ms: 500 },
    { bytes: 6, ms: 2.5 },
  ])
  expect(listUploads(database, 'out', 5)).toHaveLength(2)
  database.close()
})
