import { describe, expect, it } from 'vitest'
import { createJobStore } from '../../../electron/adapters/store/jobs.ts'
import { openDatabase } from '../../../electron/adapters/store/open-database.ts'
import { createNodeFiles } from '../../../electron/adapters/files/node-files.ts'
import { jobLabel } from '../../../electron/core/runs/plan-test.ts'
import { clearUp } from '../../../electron/services/clear-up.ts'
import { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { FakeEngine } from '../../support/fake-engine.ts'
import { makeTemporaryFolder } from '../../support/temporary-folder.ts'

/** Has a container for each of these jobs. */
class EngineWithContainers extends FakeEngine {
  readonly containers: Set<string>

  constructor(jobIds: readonly string[]) {
    super()
    this.containers = new Set(jobIds)
  }
  override valuesOfLabel(): Promise<string[]> {
    return Promise.resolve([...this.containers])
  }
  override findContainers(label?: { name: string; value: string }): Promise<string[]> {
    const value = label?.name === jobLabel ? label.value : ''
    return Promise.resolve(this.containers.has(value) ? [value] : [])
  }
  override removeContainer(id?: string): Promise<void> {
    this.containers.delete(id ?? '')
    return Promise.resolve()
  }
  settle(): Promise<void> {
    return Promise.resolve()
  }
}

describe('clearing up', () => {
  it('removes containers of tests that have ended, and no other', async () => {
    const database = await openDatabase({ path: ':memory:', clock: { now: () => 1 }, onDamaged: () => undefined })
    const jobStore = createJobStore(database)
    const insert = (id: string, changes: Partial<Job>): void => {
      const times = { startedAt: 1, endedAt: null }
      const nothing = { projectId: null, error: null, result: null, test: null }
      jobStore.insert({ id: JobId.parse(id), kind: 'test', state: 'running', ...times, ...nothing, ...changes }, null)
    }
    insert('cancelled', { state: 'cancelled' })
    insert('running', {})
    insert('pack', { kind: 'pack', state: 'failed' })
    const engine = new EngineWithContainers(['cancelled', 'running', 'pack', 'of another app'])
    const warnings: unknown[] = []
    await clearUp({
      adapters: { engine, files: createNodeFiles() },
      jobStore,
      unfinished: { begin: () => Promise.resolve(() => Promise.resolve()), clearUp: () => Promise.resolve() },
      jobsFolder: await makeTemporaryFolder(),
      interruptedIds: [],
      isPacking: () => false,
      logger: { warn: (...words) => warnings.push(words) },
      signal: new AbortController().signal,
    })
    expect([...engine.containers]).toEqual(['running', 'pack', 'of another app'])
    expect(warnings).toEqual([])
    database.close()
  })
})
