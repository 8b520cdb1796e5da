import { AppError, isCancelled, type ErrorData } from '../../shared/errors.ts'

/** What is told of an error that a call to main, or the page itself, threw. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) return error.toData()
  return { code: 'internal', details: { id: error instanceof Error ? error.message : String(error) } }
}

/** The error in words' raw form, or null where the user asked for the end. */
export function unlessCancelled(error: unknown): ErrorData | null {
  return isCancelled(error) ? null : toErrorData(error)
}
