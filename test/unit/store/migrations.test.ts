import Libsql from 'libsql'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { createAccountStore } from '../../../electron/adapters/store/accounts.ts'
import { createFactsStore } from '../../../electron/adapters/store/base-facts.ts'
import { createHistoryStore } from '../../../electron/adapters/store/history.ts'
import { createJobStore } from '../../../electron/adapters/store/jobs.ts'
import { createKeptChangeStore } from '../../../electron/adapters/store/kept-changes.ts'
import { createMarkedStore } from '../../../electron/adapters/store/marked-metrics.ts'
import { migrations } from '../../../electron/adapters/store/migrations.ts'
import { openDatabase, type Database } from '../../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../../electron/adapters/store/projects.ts'
import { createSettingStore } from '../../../electron/adapters/store/settings.ts'
import { listUploads } from '../../../electron/adapters/store/uploads.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import { noPackFilter } from '../../../shared/model/pack-record.ts'
import { ProjectSettings } from '../../../shared/model/project.ts'
import { databaseFixtures, makeOldDatabase } from '../../support/old-database.ts'
import { sampleProject, sampleProjectSettings } from '../../support/samples.ts'
import { makeTemporaryFolder } from '../../support/temporary-folder.ts'

const released = migrations.map((_, index) => index + 1)
const packId = JobId.parse('pack-1')
const reference = 'uhub.ucloud.cn/demo/pytorch-mnist:uaitrain'
const clock = { now: () => 1 }
const onDamaged = ({ words }: { words: string }): never => {
  throw new Error(words)
}

async function makeOld(version: number): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'app.db')
  await makeOldDatabase(version, path)
  return path
}

/** Each table's rows, with the columns that the older database has. */
function rowsOf(database: Database, tables: Readonly<Record<string, readonly string[]>>): unknown {
  return Object.fromEntries(
    Object.entries(tables).map(([table, columns]) => [
      table,
      database.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${columns.join(', ')}`).all([]),
    ]),
  )
}

function tablesOf(database: Database): Record<string, string[]> {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all([]) as { name: string }[]
  return Object.fromEntries(
    tables.map(({ name }) => {
      const columns = database.prepare(`SELECT name FROM pragma_table_info('${name}')`).all([]) as { name: string }[]
      return [name, columns.map((column) => column.name)]
    }),
  )
}

it('has a database of every version that was released', async () => {
  const names = await readdir(databaseFixtures)
  expect(names.toSorted()).toEqual(released.map((version) => `version-${version}.sql`).toSorted())
})

it.each(released)('keeps every row of version %i, and a copy of it as it was', async (version) => {
  const path = await makeOld(version)
  const old = new Libsql(path)
  const tables = tablesOf(old)
  const before = rowsOf(old, tables)
  old.close()

  const database = await openDatabase({ path, clock, onDamaged })
  expect(database.pragma('user_version')).toEqual([{ user_version: migrations.length }])
  expect(rowsOf(database, tables)).toEqual(before)
  expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.close()

  const copies = (await readdir(dirname(path))).filter((name) => name.includes('.version-'))
  expect(copies).toEqual(version === migrations.length ? [] : [`app.db.version-${version}-1`])
  for (const name of copies) {
    const copy = new Libsql(join(dirname(path), name))
    expect(copy.pragma('user_version')).toEqual([{ user_version: version }])
    expect(rowsOf(copy, tables)).toEqual(before)
    copy.close()
  }
})

it.each(released)('understands all that version %i has written', async (version) => {
  const database = await openDatabase({ path: await makeOld(version), clock, onDamaged })
  expect(createAccountStore(database).list()).toMatchObject([{ settings: { name: 'Mine', kind: 'ucloud' } }])
  expect(createProjectStore(database).list()).toMatchObject([
    { id: 'project-1', name: '识别', accountId: 'account-1', trainParams: '--epochs 3', archived: false },
  ])
  const [jobs, history] = [createJobStore(database), createHistoryStore(database)]
  const states = ['pack-3 running', 'test-1 failed', 'pack-2 failed', 'pack-1 succeeded']
  const told = jobs.list().map(({ id, state }) => `${id} ${state}`)
  expect(told).toEqual(version < 6 ? states : ['push-1 succeeded', ...states])
  expect(jobs.listEvents(packId, 0)).toHaveLength(3)
  expect(jobs.testsOf(packId).map(({ id }) => id)).toEqual(version < 2 ? [] : ['test-1'])
  expect(jobs.findRequest(packId)?.project.trainParams).toBe('--epochs 3')

  const found = history.list({ ...noPackFilter, text: 'epochs' }, { offset: 0, limit: 10 })
  expect(found.rows.map(({ id, image, tag }) => `${id} ${image}:${tag}`)).toEqual(
    ['pack-3', 'pack-2', 'pack-1'].map((id) => `${id} demo/pytorch-mnist:uaitrain`),
  )
  expect(history.pushesOf(packId)).toMatchObject([{ reference, accountName: 'Mine' }])
  if (version >= 4) expect(createSettingStore(database).number('codeBudgetBytes')).toBe(5000)
  const projectId = ProjectId.parse('project-1')
  if (version >= 7) expect(createMarkedStore(database).list(projectId)).toEqual(['val_top5', '精度'])
  if (version >= 8) expect(createFactsStore(database).findNamed('uhub.ucloud.cn/uaishare/cpu:v1.0')?.state).toBe('fine')
  if (version >= 9) expect(found.rows.at(-1)?.smoke).toMatchObject({ verdict: 'warned', rung: 'outputs' })
  if (version >= 10) expect(createKeptChangeStore(database).list(projectId)).toMatchObject([{ modules: ['nltk'] }])
  if (version >= 11) expect(listUploads(database, 'uhub.ucloud.cn', 9)).toEqual([{ bytes: 10_000_000, ms: 850.5 }])
  database.close()
})

it('brings the projects of the first version along', async () => {
  const path = join(await makeTemporaryFolder(), 'app.db')
  const options = { path, clock, onDamaged }
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
