import type { ErrorData } from '../../../shared/errors.ts'

/** RetCodes that tell of the keys, the project or the rights of an account. */
const accountRetCodes: readonly number[] = [170, 171, 172, 173, 174, 292, 299]

/** Where in the app an error of a pack can be cured; null where no single place does. */
export function cureOf(error: ErrorData): 'account' | 'engine' | 'codeFolder' | 'smoke' | null {
  if (error.code === 'registry-login-refused' || error.code === 'registry-no-right') return 'account'
  if (error.code === 'secret-missing') return 'account'
  if (error.code === 'smoke-failed') return 'smoke'
  if (error.code === 'ucloud-refused') return accountRetCodes.includes(error.details.retCode) ? 'account' : null
  if (error.code === 'invalid-field') return error.details.field === 'codePath' ? 'codeFolder' : null
  return error.code.startsWith('engine-') ? 'engine' : null
}
