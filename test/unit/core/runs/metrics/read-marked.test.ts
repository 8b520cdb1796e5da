import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMarkedStore } from '../../../../../electron/adapters/store/marked-metrics.ts'
import { openDatabase } from '../../../../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../../../../electron/adapters/store/projects.ts'
import { createJobLog } from '../../../../../electron/core/jobs/job-log.ts'
import { readMarked } from '../../../../../electron/core/runs/metrics/read-marked.ts'
import { collect } from '../../../../support/collect.ts'
import { sampleProject } from '../../../../support/samples.ts'
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts'

const { signal } = new AbortController()

describe('marked numbers', () => {
  it('are read from the lines that a log has, and not from the app’s own', async () => {
    const path = join(await makeTemporaryFolder(), 'run.log')
    let now = 1000
    const fail = (error: unknown): void => {
      throw error
    }
    const log = createJobLog({ path, clock: { now: () => now }, redact: (text) => text, onFailure: fail })
    log.append('app', 'gnorm 9')
    log.append('out', 'gnorm 1')
    now += 100
    log.append('err', 'gnorm 2\nnothing')
    await log.close()
    const { items } = await collect(readMarked(['gnorm'], { path, live: null, signal }))
    const point = { type: 'point', series: 'gnorm', unit: 'number' }
    expect(items.flat()).toEqual([
      { ...point, at: 1000, value: 1, lineIndex: 1 },
      { ...point, at: 1100, value: 2, lineIndex: 2 },
      { type: 'summary', summary: expect.objectContaining({ count: 2, last: { value: 2, lineIndex: 2 } }) as unknown },
    ])
    expect((await collect(readMarked([], { path, live: null, signal }))).items).toEqual([])
  })

  it('are kept for each project, in their order, as long as there is the project', async () => {
    const database = await openDatabase({ path: ':memory:', clock: { now: () => 1 }, onDamaged: () => undefined })
    const projects = createProjectStore(database)
    const marked = createMarkedStore(database)
    const { id } = sampleProject()
    projects.save(sampleProject())
    marked.replace(id, ['gnorm', 'wall time'])
    marked.replace(id, ['wall time', 'gnorm'])
    expect(marked.list(id)).toEqual(['wall time', 'gnorm'])
    projects.remove(id)
    expect(marked.list(id)).toEqual([])
  })
})
