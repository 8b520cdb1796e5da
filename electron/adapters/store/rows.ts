import { z } from 'zod'
import type { Database } from './open-database.ts'

/** A column that holds JSON of a model: text in the row, parsed and checked when it is read. */
export function jsonColumn<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema)
}

/** All rows of a query, each checked against its schema. */
export function readRows<Schema extends z.ZodType>(
  database: Database,
  schema: Schema,
  query: { sql: string; parameters: unknown[] },
): z.output<Schema>[] {
  return database
    .prepare(query.sql)
    .all(query.parameters)
    .map((row) => schema.parse(row))
}

/** Parameters always go as one array: the driver takes a lone null or object for a set of named ones. */
export function write(database: Database, sql: string, parameters: unknown[]): void {
  database.prepare(sql).run(parameters)
}

/** Once this is done, a power cut takes it no more; what is written otherwise can only be lost by one, not by a crash. */
export function durably(database: Database, work: () => void): void {
  database.pragma('synchronous = FULL')
  try {
    database.transaction(work)()
  } finally {
    database.pragma('synchronous = NORMAL')
  }
}
