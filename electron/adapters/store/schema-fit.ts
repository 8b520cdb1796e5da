import type Libsql from 'libsql'

interface Column {
  readonly name: string
  readonly notnull: number
  readonly dflt_value: unknown
}

/** Whether whoever knows the tables of `own` can read and write `database`: it has them all, and what it has more needs no value. */
export function schemaFits(database: Libsql.Database, own: Libsql.Database): boolean {
  return tablesOf(own).every((table) => {
    const known = new Map(columnsOf(own, table).map((column) => [column.name, column]))
    const found = columnsOf(database, table)
    const isThere = [...known.keys()].every((name) => found.some((column) => column.name === name))
    return (
      isThere && found.every((column) => known.has(column.name) || column.notnull === 0 || column.dflt_value !== null)
    )
  })
}

function tablesOf(database: Libsql.Database): string[] {
  const rows = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all([]) as { name: string }[]
  return rows.map(({ name }) => name)
}

function columnsOf(database: Libsql.Database, table: string): Column[] {
  return database.prepare('SELECT name, "notnull", dflt_value FROM pragma_table_info(?)').all([table]) as Column[]
}
