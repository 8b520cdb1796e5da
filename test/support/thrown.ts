import { AppError } from '../../shared/errors.ts'
import type { ErrorData } from '../../shared/errors.ts'

/** The AppError that a promise rejects with, as it would be kept; anything else fails the test. */
export async function thrownBy(promise: Promise<unknown>): Promise<ErrorData> {
  try {
    await promise
  } catch (error) {
    if (error instanceof AppError) return error.toData()
    throw error
  }
  throw new Error('nothing was thrown')
}
