import { AppError } from '../../../shared/errors.ts'
import type { ErrorData } from '../../../shared/errors.ts'
import type { Note } from '../../../shared/model/pack.ts'

export type CatalogueReason = Omit<Extract<Note, { code: 'catalogue-used' }>, 'code'>

/** 160 and 161: no such action; 999: the service was never opened for the account, or is gone. */
const unknownActionCodes: readonly number[] = [160, 161, 999]
/** 110: took too long; 130: fault at the gateway; 150: service unavailable. */
const unavailableCodes: readonly number[] = [110, 130, 150]

/**
 * Why the built-in catalogue may stand in for the service after a failure. Null when it must not: wrong keys and
 * refused permissions have to be told.
 */
export function catalogueReason(error: unknown): CatalogueReason | null {
  if (!(error instanceof AppError)) return null
  const failure: ErrorData = (error as AppError).toData()
  if (failure.code === 'ucloud-refused') {
    const { action, retCode, words } = failure.details
    const told = `${action}: RetCode ${retCode} ${words}`
    if (unknownActionCodes.includes(retCode)) return { reason: 'no-such-action', words: told }
    return unavailableCodes.includes(retCode) ? { reason: 'unreachable', words: told } : null
  }
  if (failure.code === 'ucloud-unreachable') return { reason: 'unreachable', words: failure.details.words }
  if (failure.code === 'ucloud-timeout') {
    const { url, timeoutMs } = failure.details
    return { reason: 'unreachable', words: `${url}: no answer in ${timeoutMs / 1000} s` }
  }
  if (failure.code !== 'ucloud-bad-answer' || failure.details.status < 500) return null
  return { reason: 'unreachable', words: `HTTP ${failure.details.status} ${failure.details.words}` }
}
