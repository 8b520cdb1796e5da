import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistoryStore } from '../../electron/adapters/store/history.ts'
import { createJobStore } from '../../electron/adapters/store/jobs.ts'
import { closeDatabase, openDatabase, type Database } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { JobState } from '../../shared/model/job.ts'
import { noPackFilter, PackDetails, type PackFilter } from '../../shared/model/pack-record.ts'
import { samplePackRequest, sampleProject, sampleProjectSettings } from '../support/samples.ts'

// What the list of packs costs the main process: thousands of records, on a database on the disk.
const [packCount, projectCount, rounds, pieceRows] = [5000, 20, 30, 100]
const states: readonly JobState[] = ['succeeded', 'succeeded', 'failed', 'cancelled', 'interrupted']

function fill(database: Database): void {
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

/** The middle one of several, and the slowest. */
function measure(work: (round: number) => void): string {
  const times = Array.from({ length: rounds }, (_, round) => {
    const started = performance.now()
    work(round)
    return performance.now() - started
  }).sort((a, b) => a - b)
  return `${(times[rounds >> 1] ?? 0).toFixed(1)} ms, at most ${(times.at(-1) ?? 0).toFixed(1)} ms`
}

function tell(line: string): void {
  process.stdout.write(`  ${line}\n`)
}

const folder = await mkdtemp(join(tmpdir(), 'history-bench-'))
const options = { path: join(folder, 'app.db'), clock: { now: () => Date.now() }, onDamaged: () => undefined }
try {
  const made = await openDatabase(options)
  fill(made)
  closeDatabase(made)

  const started = performance.now()
  const database = await openDatabase(options)
  tell(
    `${packCount} packs of ${projectCount} projects; open the database: ${(performance.now() - started).toFixed(1)} ms`,
  )
  const [jobs, history] = [createJobStore(database), createHistoryStore(database)]
  const list = (filter: Partial<PackFilter>, offset = 0): void =>
    void history.list({ ...noPackFilter, ...filter }, { offset, limit: pieceRows })
  tell(`first ${pieceRows} of all: ${measure(() => list({}))}`)
  tell(`${pieceRows} in the middle: ${measure(() => list({}, packCount / 2))}`)
  tell(`of one project: ${measure((round) => list({ projectId: ProjectId.parse(`project-${round % projectCount}`) }))}`)
  tell(`by state: ${measure(() => list({ states: ['failed'] }))}`)
  tell(`by tag: ${measure((round) => list({ tag: `v${round}` }))}`)
  tell(`by text, many: ${measure(() => list({ text: 'epochs mnist' }))}`)
  tell(`by text, one: ${measure((round) => list({ text: `epochs ${4000 + round}` }))}`)
  tell(`all tags: ${measure(() => void history.tags({ projectId: null }))}`)
  tell(`jobs for the first screen (${jobs.list().length}): ${measure(() => void jobs.list())}`)
  closeDatabase(database)
} finally {
  await rm(folder, { recursive: true, force: true })
}
