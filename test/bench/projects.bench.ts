import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase, openDatabase } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { ProjectId } from '../../shared/model/ids.ts'
import { sampleProject } from '../support/samples.ts'

// What each gesture of the list costs the main process, on a database on the disk.
const projectCount = 500
const rounds = 20

function eachMs(times: number, work: (index: number) => void): string {
  const started = performance.now()
  for (let index = 0; index < times; index += 1) work(index)
  return `${((performance.now() - started) / times).toFixed(2)} ms`
}

function tell(line: string): void {
  process.stdout.write(`  ${line}\n`)
}

const folder = await mkdtemp(join(tmpdir(), 'projects-bench-'))
const options = { path: join(folder, 'app.db'), clock: { now: () => Date.now() }, onDamaged: () => undefined }
try {
  const database = await openDatabase(options)
  const store = createProjectStore(database)

  tell(
    `save one: ${eachMs(projectCount, (index) => store.save(sampleProject({ id: ProjectId.parse(`project-${index}`) })))}`,
  )
  tell(`list all: ${eachMs(rounds, () => store.list())}`)
  tell(`find one: ${eachMs(rounds, (index) => store.find(ProjectId.parse(`project-${index}`)))}`)
  closeDatabase(database)
  const started = performance.now()
  closeDatabase(await openDatabase(options))
  tell(`open and close the database: ${(performance.now() - started).toFixed(1)} ms`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
