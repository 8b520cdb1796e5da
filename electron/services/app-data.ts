import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { closeDatabase, openDatabase, type Database } from '../adapters/store/open-database.ts'
import { hearUnread, unreadRows } from '../adapters/store/unread-rows.ts'
import type { Logger } from '../core/logs/logger.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { UnreadRow } from '../../shared/model/unread-row.ts'
import { databasePathOf } from './data-paths.ts'

/** The app's database, open. */
export interface AppData {
  readonly database: Database
  /** Where a damaged one was put, now or by somebody before who could not tell the window; null without one. */
  readonly damagedPath: string | null
  unreadRows(): UnreadRow[]
  close(): void
}

export interface AppDataOptions {
  readonly dataFolder: string
  readonly clock: Clock
  /** Told of what was set aside. */
  readonly log: Pick<Logger, 'warn'>
  /**
   * `rescue`: a damaged database is set aside and a new one made, which is remembered in the folder until the window has
   * told it. `leave`: a damaged one is left as it is, and told by `database-damaged`.
   */
  readonly damage: 'rescue' | 'leave'
}

const DamageNote = z.object({ path: z.string(), words: z.string() })

/** The one way to the database, for the window and the command line alike. */
export async function openAppData({ dataFolder, clock, log, damage }: AppDataOptions): Promise<AppData> {
  const path = databasePathOf(dataFolder)
  const found: z.infer<typeof DamageNote>[] = []
  const onDamaged = (one: z.infer<typeof DamageNote>): void => void found.push(one)
  const database = await openDatabase({ path, clock, onDamaged: damage === 'rescue' ? onDamaged : null })
  for (const one of found) {
    log.warn('damaged database set aside', one)
    await remember(dataFolder, one)
  }
  hearUnread(database, (row) => log.warn('stored row not read', { ...row }))
  return {
    database,
    damagedPath: found[0]?.path ?? (await readDamage(dataFolder)),
    unreadRows: () => unreadRows(database),
    close: () => closeDatabase(database),
  }
}

/** A look does not make the database where there is none: null then. */
export async function lookAtAppData(options: Omit<AppDataOptions, 'damage'>): Promise<AppData | null> {
  return existsSync(databasePathOf(options.dataFolder)) ? openAppData({ ...options, damage: 'leave' }) : null
}

/** The window has told of it. */
export async function forgetDamage(dataFolder: string): Promise<void> {
  await rm(notePathOf(dataFolder), { force: true }).catch(() => {
    // It is told once more.
  })
}

async function remember(dataFolder: string, note: z.infer<typeof DamageNote>): Promise<void> {
  const path = notePathOf(dataFolder)
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, JSON.stringify(note), { mode: 0o600 })
  } catch {
    // It is told now, and stands in the log.
  }
}

async function readDamage(dataFolder: string): Promise<string | null> {
  try {
    return DamageNote.parse(JSON.parse(await readFile(notePathOf(dataFolder), 'utf8'))).path
  } catch {
    return null
  }
}

function notePathOf(dataFolder: string): string {
  return join(dataFolder, 'damaged-database.json')
}
