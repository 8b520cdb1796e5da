import { join } from 'node:path'

/** The one database of the app, in its data folder. */
export function databasePathOf(dataFolder: string): string {
  return join(dataFolder, 'uai-train-packer.db')
}
