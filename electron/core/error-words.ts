import { AppError } from '../../shared/errors.ts'

/** The remote's own words in an error, or else the error's name. */
export function errorWords(error: unknown): string {
  if (error instanceof AppError) {
    const { code, details } = (error as AppError).toData()
    return 'words' in details ? details.words : code
  }
  return error instanceof Error ? error.message : String(error)
}
