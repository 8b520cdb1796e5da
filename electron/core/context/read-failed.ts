import { AppError } from '../../../shared/errors.ts'
import { errorWords } from '../error-words.ts'

/** The error of a file that cannot be read; an error whose meaning is known already passes as it is. */
export function readFailed(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error as AppError
  return new AppError('read-failed', { path, words: errorWords(error) }, { cause: error })
}
