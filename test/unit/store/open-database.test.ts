import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../../electron/adapters/store/migrations.ts'
import { closeDatabase, openDatabase, type Database } from '../../../electron/adapters/store/open-database.ts'

describe('openDatabase', () => {
  const clock = { now: () => 1700000000000 }
  let folder = ''
  let path = ''
  let damages: { path: string; words: string }[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uai-store-'))
    path = join(folder, 'deep', 'app.db')
    damages = []
  })

  const open = (steps?: readonly string[], at = path): Promise<Database> =>
    openDatabase({
      path: at,
      clock,
      onDamaged: (damage) => damages.push(damage),
      ...(steps === undefined ? {} : { migrations: steps }),
    })

  it('makes a database in a folder of its own, with write-ahead log and foreign keys', async () => {
    const database = await open()
    expect(database.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(database.pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }])
    expect(database.pragma('user_version')).toEqual([{ user_version: migrations.length }])
    closeDatabase(database)
  })

  it('keeps what was written', async () => {
    const first = await open()
    first.exec(`INSERT INTO account VALUES ('a', '{}')`)
    closeDatabase(first)
    const second = await open()
    expect(second.prepare('SELECT id FROM account').all([])).toEqual([{ id: 'a' }])
    closeDatabase(second)
    expect(damages).toEqual([])
  })

  it('brings an older database up to date and keeps a copy of how it was', async () => {
    const first = await open(['CREATE TABLE note (words TEXT)'])
    first.exec(`INSERT INTO note VALUES ('kept')`)
    closeDatabase(first)
    const second = await open(['CREATE TABLE note (words TEXT)', 'ALTER TABLE note ADD COLUMN extra TEXT'])
    expect(second.prepare('SELECT words, extra FROM note').all([])).toEqual([{ words: 'kept', extra: null }])
    closeDatabase(second)
    const copy = join(folder, 'deep', `app.db.version-1-${clock.now()}`)
    const copied = await open(['CREATE TABLE note (words TEXT)'], copy)
    expect(copied.prepare('SELECT * FROM note').all([])).toEqual([{ words: 'kept' }])
    closeDatabase(copied)
  })

  it('applies a failing step not at all', async () => {
    const first = await open(['CREATE TABLE note (words TEXT)'])
    closeDatabase(first)
    await expect(open(['', 'CREATE TABLE half (a); SELECT broken FROM nowhere'])).rejects.toThrow(/nowhere/)
    const second = await open(['CREATE TABLE note (words TEXT)'])
    expect(second.prepare(`SELECT name FROM sqlite_master WHERE name = 'half'`).all([])).toEqual([])
    closeDatabase(second)
    expect(damages).toEqual([])
  })

  const known = ['CREATE TABLE note (words TEXT)']

  it('works on a database that a newer app has only added to, and leaves what is new alone', async () => {
    const newer = [...known, "ALTER TABLE note ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'; CREATE TABLE more (a)"]
    closeDatabase(await open(newer))
    const older = await open(known)
    older.exec(`INSERT INTO note (words) VALUES ('older')`)
    closeDatabase(older)
    const again = await open(newer)
    expect(again.prepare('SELECT words, extra FROM note').all([])).toEqual([{ words: 'older', extra: 'x' }])
    expect(again.pragma('user_version')).toEqual([{ user_version: 2 }])
    closeDatabase(again)
    expect(damages).toEqual([])
  })

  it.each([
    ['has taken something from', 'ALTER TABLE note DROP COLUMN words'],
    ['demands something new of', 'DROP TABLE note; CREATE TABLE note (words TEXT, more TEXT NOT NULL)'],
  ])('refuses a database that a newer app %s, and leaves it alone', async (_, step) => {
    const steps = ['CREATE TABLE note (words TEXT, other TEXT)', step]
    closeDatabase(await open(steps))
    const details = { path: join(folder, 'deep'), version: 2, known: 1 }
    await expect(open(steps.slice(0, 1))).rejects.toMatchObject({ code: 'database-newer', details })
    closeDatabase(await open(steps))
    expect(damages).toEqual([])
  })

  it('tells of a database that another one holds by its folder', async () => {
    const other = await open(known)
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec(`INSERT INTO note VALUES ('held')`)
    await expect(open(known)).rejects.toMatchObject({ code: 'database-busy', details: { path: join(folder, 'deep') } })
    closeDatabase(other)
  }, 60_000)

  it('tells of a folder that cannot be made', async () => {
    await writeFile(join(folder, 'deep'), 'a file')
    await expect(open(known)).rejects.toMatchObject({
      code: 'data-folder-unusable',
      details: { path: join(folder, 'deep') },
    })
  })

  it.each([
    ['is no database', () => Buffer.from('garbage '.repeat(2000))],
    ['has a broken page', (whole: Buffer) => Buffer.from(whole).fill(0xff, 4096, 8192)],
    ['is cut short', (whole: Buffer) => whole.subarray(0, 6000)],
  ])('puts a file aside that %s, and starts anew', async (_, damage) => {
    const first = await open()
    first.exec(`INSERT INTO account VALUES ('a', '{}')`)
    closeDatabase(first)
    const damaged = damage(await readFile(path))
    await writeFile(path, damaged)
    const second = await open()
    expect(second.prepare('SELECT id FROM account').all([])).toEqual([])
    closeDatabase(second)
    const aside = `${path}.damaged-${clock.now()}`
    expect(damages).toMatchObject([{ path: aside }])
    expect(await readFile(aside)).toEqual(damaged)
  })

  it('leaves nothing beside the database after it was closed', async () => {
    const database = await open()
    database.exec(`INSERT INTO account VALUES ('a', '{}')`)
    closeDatabase(database)
    const names = await readdir(join(folder, 'deep'))
    expect(names.filter((name) => !/^app\.db(-wal|-shm)?$/.test(name))).toEqual([])
  })
})
