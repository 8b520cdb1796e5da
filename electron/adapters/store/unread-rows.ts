import type { UnreadRow } from '../../../shared/model/unread-row.ts'
import type { Database } from './open-database.ts'

type Listener = (row: UnreadRow) => void

interface Unread {
  readonly rows: Map<string, UnreadRow>
  readonly listeners: Listener[]
}

const unreadOf = new WeakMap<Database, Unread>()
/** Beyond that they are counted by nobody: what is told is the same. */
const limit = 1000

function find(database: Database): Unread {
  const known = unreadOf.get(database)
  if (known !== undefined) return known
  const made: Unread = { rows: new Map(), listeners: [] }
  unreadOf.set(database, made)
  return made
}

/** Sets a row aside: it stays as it is, and is left out of what is asked for. */
export function setAside(database: Database, row: UnreadRow): void {
  const { rows, listeners } = find(database)
  const key = `${row.table} ${row.id}`
  if (rows.has(key) || rows.size >= limit) return
  rows.set(key, row)
  for (const listener of listeners) listener(row)
}

/** All that have been met until now. */
export function unreadRows(database: Database): UnreadRow[] {
  return [...find(database).rows.values()]
}

/** Told of each row once, as it is met. */
export function hearUnread(database: Database, listener: Listener): void {
  find(database).listeners.push(listener)
}
