import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type Libsql from 'libsql'
import { AppError } from '../../../shared/errors.ts'

const paths = new WeakMap<Libsql.Database, string>()

/** What is told of a database names its folder. */
export function rememberPath(database: Libsql.Database, path: string): void {
  paths.set(database, path)
}

/** Does something with a database; what a disk or another process is to blame for is told by its name, with the folder. */
export function namedStoreError<Result>(database: Libsql.Database, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw nameStoreError(error, paths.get(database) ?? '')
  }
}

/** The error itself where it is none of these. */
export function nameStoreError(error: unknown, databasePath: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const path = dirname(databasePath)
  const words = error.message
  if (
    code === 'SQLITE_FULL' ||
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    (code.startsWith('SQLITE_IOERR') && isFull(path))
  ) {
    return new AppError('disk-full', { path }, { cause: error })
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError('database-busy', { path }, { cause: error })
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') {
    return new AppError('database-read-only', { path }, { cause: error })
  }
  const isOpening = code === 'SQLITE_CANTOPEN' || words.includes('Unable to open connection')
  if (isOpening && isFull(path)) return new AppError('disk-full', { path }, { cause: error })
  if (isOpening || code.startsWith('SQLITE_IOERR') || isOfFolder(code)) {
    return new AppError('data-folder-unusable', { path, words }, { cause: error })
  }
  return error
}

function isOfFolder(code: string): boolean {
  return ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST', 'EIO', 'ELOOP', 'ENAMETOOLONG'].includes(code)
}

/** SQLite calls a disk without room for its shared memory an error of input and output. */
function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < 64 * 1024
  } catch {
    return false
  }
}
