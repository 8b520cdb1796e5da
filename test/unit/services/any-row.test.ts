import fc from 'fast-check'
import Libsql from 'libsql'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrations } from '../../../electron/adapters/store/migrations.ts'
import { databasePathOf } from '../../../electron/services/data-paths.ts'
import type { Services } from '../../../electron/services.ts'
import { contract } from '../../../shared/contract.ts'
import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import { noPackFilter } from '../../../shared/model/pack-record.ts'
import { makeOldDatabase } from '../../support/old-database.ts'
import { openServices } from '../../support/open-services.ts'
import { makeTemporaryFolder } from '../../support/temporary-folder.ts'

/** Every column that holds JSON, or a name out of a list. */
const columns = [
  ...['account.settings', 'project.settings', 'project.kept_warnings', 'base_facts.facts', 'smoke_badge.badge'],
  ...['kept_change.change', 'job_event.event', 'pack.details', 'pack.origin', 'pack.code_state', 'setting.value'],
  ...['job.kind', 'job.state', 'job.error', 'job.result', 'job.request', 'job.test', 'job.transfer'],
] as const
const plain: readonly string[] = ['pack.origin', 'pack.code_state', 'setting.value', 'job.kind', 'job.state']

async function makeData(): Promise<{ dataFolder: string; path: string }> {
  const dataFolder = join(await makeTemporaryFolder(), 'data')
  await mkdir(dataFolder)
  const path = databasePathOf(dataFolder)
  await makeOldDatabase(migrations.length, path)
  return { dataFolder, path }
}

/** What the page asks for before it can be used, and what it shows of a project; each as the page would take it. */
async function askFirstScreen(services: Services) {
  const { accounts, projects, jobs, history, keptChanges, room } = services
  const id = JobId.parse('pack-1')
  const told = {
    accounts: contract['accounts.list'].output.parse(await accounts.list()),
    projects: contract['projects.list'].output.parse(projects.list()),
    jobs: contract['jobs.list'].output.parse(jobs.list()),
    packs: contract['history.list'].output.parse(history.list(noPackFilter, { offset: 0, limit: 100 })),
    tags: history.tags({ projectId: null }),
    marked: jobs.markedMetrics(ProjectId.parse('project-1')),
    changes: keptChanges.list(ProjectId.parse('project-1')),
    room: room.state(),
    unread: contract['app.unreadRows'].output.parse(services.unreadRows()),
  }
  // Of one pack: it is there, or it is told that it is not.
  await Promise.resolve()
    .then(() => history.record(id))
    .catch((error: unknown) => expect(error).toMatchObject({ code: 'not-found' }))
  return told
}

/** A value of JSON with one thing in it changed: another value, one less, one more. */
function changeOne(value: unknown, at: number, instead: unknown): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = []
  const visit = (holder: Record<string, unknown>): void => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder, key })
      if (typeof inner === 'object' && inner !== null) visit(inner as Record<string, unknown>)
    }
  }
  const root = structuredClone({ value }) as Record<string, unknown>
  visit(root)
  const place = places[at % places.length]
  if (place === undefined) return instead
  if (instead === undefined) Reflect.deleteProperty(place.holder, place.key)
  else place.holder[place.key] = instead
  return root['value'] ?? null
}

const change = fc.oneof(
  fc.record({
    at: fc.nat(200),
    instead: fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.constant('from-a-newer-app')),
  }),
  fc.record({ text: fc.oneof(fc.string(), fc.constant('{'), fc.constant(''), fc.constant('null'), fc.constant('[]')) }),
  fc.record({ cutAt: fc.nat(2000) }),
)

it('shows its first screen whatever has become of a stored row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...columns), fc.nat(10), change, async (column, which, how) => {
      const { dataFolder, path } = await makeData()
      const [table = '', name = ''] = column.split('.')
      const database = new Libsql(path)
      const keys = table === 'job_event' ? 'job_id || seq' : '1'
      const rows = database
        .prepare(
          `SELECT row_number() OVER (ORDER BY ${keys}) AS place, ${name} AS value FROM ${table} WHERE ${name} IS NOT NULL`,
        )
        .all([]) as { value: string }[]
      const old = rows[which % rows.length]?.value ?? 'null'
      const made =
        'text' in how
          ? how.text
          : 'cutAt' in how
            ? old.slice(0, how.cutAt % (old.length + 1))
            : plain.includes(column)
              ? JSON.stringify(how.instead ?? 'newer')
              : JSON.stringify(changeOne(JSON.parse(old), how.at, how.instead))
      // The database itself refuses what an index of its cannot look into.
      fc.pre(table !== 'job' || name !== 'test' || isJson(made))
      database.prepare(`UPDATE ${table} SET ${name} = ? WHERE ${name} = ?`).run([made, old])
      database.close()

      const services = await openServices(dataFolder)
      try {
        await askFirstScreen(services)
      } finally {
        await services.close()
      }
      // Whatever it could not read is still there.
      const after = new Libsql(path)
      const left = after.prepare(`SELECT count(*) AS count FROM ${table}`).get([]) as { count: number }
      after.close()
      expect(left.count).toBeGreaterThanOrEqual(rows.length)
    }),
    { seed: 15, numRuns: 150 },
  )
}, 120_000)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function openChanged(
  sql: string,
): Promise<{ services: Services; told: Awaited<ReturnType<typeof askFirstScreen>> }> {
  const { dataFolder, path } = await makeData()
  const database = new Libsql(path)
  database.exec(sql)
  database.close()
  const services = await openServices(dataFolder)
  return { services, told: await askFirstScreen(services) }
}

it('shows a job whose error a newer app has found, by the name that it has there', async () => {
  const error = JSON.stringify({ code: 'quota-used-up', details: { words: 'No more today' } })
  const { services, told } = await openChanged(`UPDATE job SET error = '${error}', kind = 'hover' WHERE id = 'test-1'`)
  expect(told.jobs.find(({ id }) => id === 'test-1')).toMatchObject({
    kind: 'unknown',
    error: { code: 'unknown', details: { name: 'quota-used-up', words: 'No more today' } },
  })
  expect(told.unread).toEqual([])
  await services.close()
})

it('sets a row aside that it cannot read, and tells of it', async () => {
  const { services, told } = await openChanged(
    `UPDATE project SET settings = '{"name": 7}'; UPDATE account SET settings = '{'`,
  )
  expect([told.projects, told.accounts]).toEqual([[], []])
  expect(told.unread).toMatchObject([
    { table: 'account', id: 'account-1' },
    { table: 'project', id: 'project-1' },
  ])
  await services.close()
})

it('goes on counting where the last event of an interrupted job cannot be read', async () => {
  const { services, told } = await openChanged(`INSERT INTO job_event VALUES ('pack-3', 1, '{"type":"stage","seq":1}')`)
  expect(told.jobs.find(({ id }) => id === 'pack-3')?.state).toBe('interrupted')
  await services.close()
})

it('keeps what a newer app has stored with a project or an account that this one saves', async () => {
  const { dataFolder, path } = await makeData()
  const database = new Libsql(path)
  database.exec(`UPDATE project SET settings = json_set(settings, '$.newer', 'kept');
    UPDATE account SET settings = json_set(settings, '$.newer', 'kept')`)
  database.close()
  const services = await openServices(dataFolder)
  const [project] = services.projects.list()
  const [account] = await services.accounts.list()
  if (project === undefined || account === undefined) throw new Error('neither project nor account')
  services.projects.save({ id: project.id, settings: { ...project, name: 'changed' } })
  const secrets = { privateKey: 'key', uhubPassword: 'password' }
  await services.accounts.save({ id: account.id, settings: { ...account, name: 'other' }, secrets })
  await services.close()
  const after = new Libsql(path)
  for (const table of ['project', 'account']) {
    const sql = `SELECT settings ->> 'newer' AS newer, settings ->> 'name' AS name FROM ${table}`
    expect(after.prepare(sql).get([])).toMatchObject({ newer: 'kept', name: table === 'project' ? 'changed' : 'other' })
  }
  after.close()
})
