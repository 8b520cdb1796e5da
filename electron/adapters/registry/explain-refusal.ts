import { AppError } from '../../../shared/errors.ts'

export interface RefusedWork {
  readonly host: string
  readonly repository: string
  /** Null when nobody has logged in. */
  readonly username: string | null
  /** Whether the registry takes the login by itself. */
  readonly isLoginGood: () => Promise<boolean>
}

/** What a refused login means: a registry answers the same to a wrong password, to a name of somebody else and to no login. */
export async function explainRefusal(error: unknown, work: RefusedWork): Promise<unknown> {
  if (!(error instanceof AppError)) return error
  const data = error.toData()
  const isLogin = data.code === 'registry-login-refused'
  if (!isLogin && !(data.code === 'registry-refused' && data.details.status === 403)) return error
  const { host, words } = data.details
  // Where a blob is copied from another registry, it is that one's business.
  if (host !== work.host) return error
  if (work.username === null) return isLogin ? new AppError('registry-login-missing', { host, words }) : error
  if (isLogin && !(await work.isLoginGood())) return error
  const { repository, username } = work
  return new AppError('registry-no-right', { host, repository, username, words })
}
