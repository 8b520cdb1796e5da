import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistoryStore } from '../../electron/adapters/store/history.ts'
import { createJobStore } from '../../electron/adapters/store/jobs.ts'
import { closeDatabase, openDatabase } from '../../electron/adapters/store/open-database.ts'
import { ProjectId } from '../../shared/model/ids.ts'
import { noPackFilter, type PackFilter } from '../../shared/model/pack-record.ts'
import { fillWithPacks, packCount, projectCount } from '../support/many-packs.ts'

// What the list of packs costs the main process: thousands of records, on a database on the disk.
const [rounds, pieceRows] = [30, 100]
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
  fillWithPacks(made)
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
