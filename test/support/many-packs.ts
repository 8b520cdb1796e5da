import { createHistoryStore } from '../../electron/adapters/store/history.ts'
import { createJobStore } from '../../electron/adapters/store/jobs.ts'
import type { Database } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { JobState } from '../../shared/model/job.ts'
import { PackDetails } from '../../shared/model/pack-record.ts'
import { samplePackRequest, sampleProject, sampleProjectSettings } from './samples.ts'

export const packCount = 5000
export const projectCount = 20

const states: readonly JobState[] = ['succeeded', 'succeeded', 'failed', 'cancelled', 'interrupted']

/** Thousands of packs of many projects, as years leave them. */
export function fillWithPacks(database: Database): void {
  const [projects, jobs, history] = [
    createProjectStore(database),
    createJobStore(database),
    createHistoryStore(database),
  ]
  const projectIds = Array.from({ length: projectCount }, (_, index) => ProjectId.parse(`project-${index}`))
  for (const id of projectIds) projects.save(sampleProject({ id, name: `project ${id}` }))
  for (let index = 0; index < packCount; index += 1) {
    const projectId = projectIds[index % projectCount] ?? null
    const [id, startedAt] = [JobId.parse(`pack-${index}`), 1_700_000_000_000 + index * 60_000]
    const changes = { name: `project ${projectId}`, imageTag: `v${index % 40}`, trainParams: `--epochs ${index}` }
    const state = states[index % states.length] ?? 'succeeded'
    const job = { id, kind: 'pack', projectId, state, startedAt, endedAt: startedAt + 9000 } as const
    const request = samplePackRequest({ project: sampleProjectSettings(changes) })
    jobs.insert({ ...job, error: null, result: null, test: null }, request)
    history.setDetails(id, detailsOf(index))
  }
}

function detailsOf(index: number): PackDetails {
  const layers = Array.from({ length: 12 }, (_, layer) => `sha256:${String(layer).padStart(64, 'a')}`)
  const images = (['cpu', 'gpu'] as const).map((lane) => {
    return {
      lane,
      name: `demo/mnist-${lane}:v1`,
      id: `sha256:${String(index).padStart(64, 'b')}`,
      sizeBytes: 1,
      layers,
    }
  })
  return PackDetails.parse({ images })
}
