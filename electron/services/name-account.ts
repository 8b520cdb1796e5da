import { AppError } from '../../shared/errors.ts'

/** The core knows an account by its id, which says nothing to its user: the same error with the account's name. */
export function nameAccount(error: unknown, account: string): unknown {
  if (!(error instanceof AppError)) return error
  const data = (error as AppError).toData()
  return data.code === 'secret-missing' ? new AppError('secret-missing', { ...data.details, account }) : error
}
