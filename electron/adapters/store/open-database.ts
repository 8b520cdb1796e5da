import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type Libsql from 'libsql'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../core/ports/clock.ts'
import { migrations } from './migrations.ts'
import { schemaFits } from './schema-fit.ts'
import { nameStoreError, rememberPath } from './store-errors.ts'

export type Database = Libsql.Database

export interface OpenDatabaseOptions {
  /** A file, or `:memory:`. */
  readonly path: string
  readonly clock: Clock
  /** Told when a damaged database was put aside, with its new path and SQLite's own words; null leaves it where it is. */
  readonly onDamaged: ((damage: { path: string; words: string }) => void) | null
  readonly migrations?: readonly string[]
}

const busyTimeoutMs = 5000
const inMemory = ':memory:'

/**
 * Opens the database and brings it up to date; an older one is copied beside itself first. One of a newer version of the app
 * is used as it is where that has only added to it, and refused with `database-newer` otherwise. A damaged one is put aside
 * and a new one made, or refused with `database-damaged`. What the disk or another process is to blame for has its name.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { path, clock } = options
  try {
    if (path !== inMemory) await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return await open(options)
  } catch (error) {
    if (path === inMemory || !isDamage(error)) throw nameStoreError(error, path)
    if (options.onDamaged === null) {
      throw new AppError('database-damaged', { path, words: error.message }, { cause: error })
    }
    const asidePath = `${path}.damaged-${clock.now()}`
    await moveAside(path, asidePath)
    options.onDamaged({ path: asidePath, words: error.message })
    return open(options)
  }
}

async function open(options: OpenDatabaseOptions): Promise<Database> {
  // Loaded here and not at the top: the native library must not stand between the start and the window.
  const { default: LibsqlDatabase } = await import('libsql')
  const database = new LibsqlDatabase(options.path, { timeout: busyTimeoutMs })
  rememberPath(database, options.path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    // In KiB below zero: what a search of all packs looks at stays in memory.
    database.pragma('cache_size = -32000')
    checkIntegrity(database)
    migrate(database, options, (steps) => {
      const empty = new LibsqlDatabase(inMemory)
      for (const step of steps) empty.exec(step)
      return empty
    })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

class DatabaseDamage extends Error {}

function checkIntegrity(database: Database): void {
  const [first] = database.pragma('quick_check(1)') as { quick_check: string }[]
  if (first?.quick_check !== 'ok') throw new DatabaseDamage(first?.quick_check ?? 'quick_check gave no answer')
}

function isDamage(error: unknown): error is Error {
  if (error instanceof DatabaseDamage) return true
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB'
}

/** The write-ahead log goes along: it may hold what is worth rescuing, and must not be replayed into the new file. */
async function moveAside(path: string, asidePath: string): Promise<void> {
  await rename(path, asidePath)
  for (const suffix of ['-wal', '-shm']) {
    await rename(path + suffix, asidePath + suffix).catch(() => {
      // There need not be one.
    })
  }
}

function migrate(
  database: Database,
  options: OpenDatabaseOptions,
  makeEmpty: (steps: readonly string[]) => Database,
): void {
  const steps = options.migrations ?? migrations
  const version = readVersion(database)
  if (version === steps.length) return
  if (version > steps.length) {
    const own = makeEmpty(steps)
    const fits = schemaFits(database, own)
    own.close()
    if (fits) return
    throw new AppError('database-newer', { path: dirname(options.path), version, known: steps.length })
  }
  if (version > 0 && options.path !== inMemory) {
    const copyPath = `${options.path}.version-${version}-${options.clock.now()}`
    database.prepare('VACUUM INTO ?').run([copyPath])
  }
  for (const [index, step] of steps.entries()) {
    database
      .transaction(() => {
        // Another process may have been at it in the meantime.
        if (readVersion(database) > index) return
        database.exec(step)
        database.exec(`PRAGMA user_version = ${index + 1}`)
      })
      .immediate()
  }
}

function readVersion(database: Database): number {
  const [row] = database.pragma('user_version') as { user_version: number }[]
  return row?.user_version ?? 0
}

/** Writes the log back into the file, so that what is left on disk is the database alone. */
export function closeDatabase(database: Database): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // No room, or another process is at it: whoever opens it next does that.
  } finally {
    database.close()
  }
}
