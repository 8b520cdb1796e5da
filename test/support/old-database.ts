import Libsql from 'libsql'
import { readFile } from 'node:fs/promises'

/** One of each version, as the app of its time had written it. */
export const databaseFixtures = new URL('../fixtures/databases/', import.meta.url).pathname

/** Writes the database of a version to a path. */
export async function makeOldDatabase(version: number, path: string): Promise<void> {
  const database = new Libsql(path)
  database.exec(await readFile(`${databaseFixtures}version-${version}.sql`, 'utf8'))
  database.close()
}
