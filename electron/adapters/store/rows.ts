import { z } from 'zod'
import type { Database } from './open-database.ts'
import { namedStoreError } from './store-errors.ts'
import { setAside } from './unread-rows.ts'

interface Query {
  /** Where the rows are, for whoever is told of one that cannot be read. */
  readonly table: string
  /** Its first column is what names a row. */
  readonly sql: string
  readonly parameters: unknown[]
}

const maxIdLength = 200

/** A column that holds JSON of a model: text in the row, parsed and checked when it is read. */
export function jsonColumn<Schema extends z.ZodType>(schema: Schema) {
  return z.string().transform(parseJson).pipe(schema)
}

/** The same where a value that cannot be read is no reason to leave out its row: it gives way to another. */
export function lenientColumn<Schema extends z.ZodType>(
  schema: Schema,
  instead: (value: unknown) => z.output<Schema> | null,
) {
  return z
    .string()
    .nullable()
    .transform((text): z.output<Schema> | null => {
      if (text === null) return null
      let value: unknown = null
      try {
        value = JSON.parse(text)
      } catch {
        return instead(null)
      }
      const { success, data } = schema.safeParse(value)
      return success ? data : instead(value)
    })
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
}

/** For SQL that looks into JSON: what is none counts as null, where SQLite would give up the whole query. */
export function safeJson(column: string): string {
  return `CASE WHEN json_valid(${column}) THEN ${column} ELSE 'null' END`
}

/** The rows of a query, each checked against its schema; one that cannot be read is set aside, and the others are given. */
export function readRows<Schema extends z.ZodType>(
  database: Database,
  schema: Schema,
  { table, sql, parameters }: Query,
): z.output<Schema>[] {
  const rows: unknown[] = namedStoreError(database, () => database.prepare(sql).all(parameters))
  return rows.flatMap((row) => {
    const { success, data, error } = schema.safeParse(row)
    if (success) return [data]
    setAside(database, { table, id: idOf(row), words: wordsOf(error) })
    return []
  })
}

function idOf(row: unknown): string {
  const [first] = typeof row === 'object' && row !== null ? (Object.values(row) as unknown[]) : []
  return String(first).slice(0, maxIdLength)
}

function wordsOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
    .slice(0, 500)
}

/** Parameters always go as one array: the driver takes a lone null or object for a set of named ones. */
export function write(database: Database, sql: string, parameters: unknown[]): void {
  namedStoreError(database, () => database.prepare(sql).run(parameters))
}

/** All of it or nothing. */
export function together<Result>(database: Database, work: () => Result): Result {
  return namedStoreError(database, () => inTransaction(database, work))
}

/** SQLite ends a transaction itself when the disk is full; the driver's own helper then tells of that instead. */
function inTransaction<Result>(database: Database, work: () => Result): Result {
  database.exec('BEGIN')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Once this is done, a power cut takes it no more; what is written otherwise can only be lost by one, not by a crash. */
export function durably(database: Database, work: () => void): void {
  namedStoreError(database, () => {
    database.pragma('synchronous = FULL')
    try {
      inTransaction(database, work)
    } finally {
      database.pragma('synchronous = NORMAL')
    }
  })
}

/**
 * What is to be written over a stored object: a newer version of the app beside this one may keep more in it than this one
 * knows, which stays.
 */
export function keepingUnknown(stored: string | undefined, known: object): string {
  let before: unknown = null
  try {
    before = stored === undefined ? null : JSON.parse(stored)
  } catch {
    // Of no use to anybody.
  }
  return JSON.stringify(
    typeof before === 'object' && before !== null && !Array.isArray(before) ? { ...before, ...known } : known,
  )
}
