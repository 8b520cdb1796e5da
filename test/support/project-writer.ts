import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createAccountStore } from '../../electron/adapters/store/accounts.ts'
import { openDatabase } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { createProjectFiles } from '../../electron/core/projects/project-files.ts'
import { createProjectService } from '../../electron/core/projects/project-service.ts'
import { sampleProjectSettings } from './samples.ts'

/** A program that makes and changes projects until it is killed, and says what is kept as soon as it should be. */
async function writeForEver(folder: string): Promise<never> {
  const clock = { now: () => Date.now() }
  const onDamaged = (): never => {
    throw new Error('the database was damaged')
  }
  const database = await openDatabase({ path: join(folder, 'app.db'), clock, onDamaged })
  const projects = createProjectService({
    store: createProjectStore(database),
    clock,
    isInUse: () => false,
    onChanged: () => undefined,
  })
  const files = createProjectFiles({ projects, accountStore: createAccountStore(database), files: createNodeFiles() })
  const codePath = join(folder, 'code')
  const kept = projects.save({ id: null, settings: sampleProjectSettings({ codePath }) })
  for (let number = 0; ; number += 1) {
    const trainParams = '--epochs 1 '.repeat(number % 500)
    const made = projects.save({ id: null, settings: sampleProjectSettings({ codePath, trainParams }) })
    projects.save({ id: kept.id, settings: sampleProjectSettings({ codePath, trainParams }) })
    writeSync(1, `${made.id}\n`)
    if (number % 10 === 0) await files.exportFile({ id: kept.id, path: join(folder, 'kept'), overwrite: true })
  }
}

await writeForEver(process.argv[2] ?? '')
