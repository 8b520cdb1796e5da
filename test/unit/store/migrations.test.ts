import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrations } from '../../../electron/adapters/store/migrations.ts'
import { openDatabase } from '../../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../../electron/adapters/store/projects.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import { ProjectSettings } from '../../../shared/model/project.ts'
import { sampleProject, sampleProjectSettings } from '../../support/samples.ts'
import { makeTemporaryFolder } from '../../support/temporary-folder.ts'

it('brings the projects of the first version along', async () => {
  const path = join(await makeTemporaryFolder(), 'app.db')
  const options = { path, clock: { now: () => 1 }, onDamaged: () => undefined }
  const old = await openDatabase({ ...options, migrations: migrations.slice(0, 1) })
  const settings = ProjectSettings.omit({ accountId: true, ignore: true }).parse(sampleProjectSettings())
  const values = ['project-1', JSON.stringify(settings)]
  old.prepare('INSERT INTO project (id, settings, created_at, updated_at) VALUES (?, ?, 1, 1)').run(values)
  old.close()
  const database = await openDatabase(options)
  const kept = sampleProject({ ignore: noIgnoreSettings, archived: false, filePath: null })
  expect(createProjectStore(database).list()).toEqual([kept])
  database.close()
})
