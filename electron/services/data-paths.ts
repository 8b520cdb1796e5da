import { join } from 'node:path'

/** The one database of the app, in its data folder. */
export function databasePathOf(dataFolder: string): string {
  return join(dataFolder, 'uai-train-packer.db')
}

/** Where processes beside the app say which jobs they run. */
export function processesFolderOf(dataFolder: string): string {
  return join(dataFolder, 'processes')
}

/** The app's own log. */
export function logFolderOf(dataFolder: string): string {
  return join(dataFolder, 'logs')
}

/** Notes of what is being written elsewhere. */
export function unfinishedFolderOf(dataFolder: string): string {
  return join(dataFolder, 'unfinished')
}

/** One log a job. */
export function jobsFolderOf(dataFolder: string): string {
  return join(dataFolder, 'jobs')
}
