import type { TFunction } from 'i18next'
import type { ErrorCode, ErrorData, ErrorDetails } from '../../shared/errors.ts'
import type { FieldProblem } from '../../shared/model/field.ts'
import en from './en.json'

export interface ErrorWords {
  /** What happened. */
  readonly title: string
  /** What to do about it. */
  readonly cure: string
  /** The remote's own words, to be shown as they are. */
  readonly words: string | null
}

type TitleAndCure = Pick<ErrorWords, 'title' | 'cure'>
type RetCode = keyof typeof en.ucloud.retCodes

function isKnownRetCode(code: string): code is RetCode {
  return Object.hasOwn(en.ucloud.retCodes, code)
}

export function describeError(error: ErrorData, t: TFunction): ErrorWords {
  const words = 'words' in error.details && error.details.words !== '' ? error.details.words : null
  return { ...titleAndCure(error, t), words }
}

/** Most errors are told with their details as they are; some need a word looked up first. */
function titleAndCure(error: ErrorData, t: TFunction): TitleAndCure {
  if (error.code === 'invalid-field') return describeProblem(error.details, t)
  if (error.code === 'ucloud-refused') return describeRefusal(error.details, t)
  if (error.code === 'not-found' || error.code === 'in-use') {
    return byCode(error.code, { what: t(`things.${error.details.what}`) }, t)
  }
  if (error.code === 'secret-missing') {
    return byCode(error.code, { ...error.details, field: t(`fields.${error.details.field}`) }, t)
  }
  if (error.code === 'test-failed' && error.details.outOfMemory) {
    return { ...byCode(error.code, error.details, t), cure: t('errors.test-failed.outOfMemory') }
  }
  if (error.code === 'sandbox-unavailable') {
    const cure = t(`errors.sandbox-unavailable.reasons.${error.details.reason}`)
    return { ...byCode(error.code, error.details, t), cure }
  }
  if (error.code === 'install-failed') {
    const cure = t(`errors.install-failed.reasons.${error.details.reason}`, error.details)
    return { ...byCode(error.code, error.details, t), cure }
  }
  if (error.code === 'smoke-failed') {
    const { rung, failure, subject } = error.details
    const reason = describeFailedTry(error.details, t)
    const cure =
      failure === '' ? t(`errors.smoke-failed.rungs.${rung}.cure`) : t(`explain.failures.${failure}.cure`, { subject })
    return { title: t('errors.smoke-failed.title', { reason }), cure }
  }
  if (error.code === 'command-line-invalid') {
    const cure = t(`errors.command-line-invalid.reasons.${error.details.reason}`, error.details)
    return { ...byCode(error.code, error.details, t), cure }
  }
  return byCode(error.code, error.details, t)
}

/** Why the CPU image did not get over what was tried, without a full stop. */
export function describeFailedTry({ rung, failure, subject }: ErrorDetails<'smoke-failed'>, t: TFunction): string {
  return failure === ''
    ? t(`errors.smoke-failed.rungs.${rung}.reason`)
    : t(`explain.failures.${failure}.title`, { subject })
}

function byCode(code: ErrorCode, details: object, t: TFunction): TitleAndCure {
  return { title: t(`errors.${code}.title`, { ...details }), cure: t(`errors.${code}.cure`, { ...details }) }
}

/** One field's problem with the field's name: for a place away from the field. */
function describeProblem({ field, problem, value }: FieldProblem, t: TFunction): TitleAndCure {
  const values = { field: t(`fields.${field}`), reason: t(`problems.${problem}.reason`, { value }) }
  return { title: t('errors.invalid-field.title', values), cure: t(`problems.${problem}.cure`, { value }) }
}

function describeRefusal(details: { action: string; retCode: number }, t: TFunction): TitleAndCure {
  const code = String(details.retCode)
  return {
    title: t('errors.ucloud-refused.title', { action: details.action, retCode: code }),
    cure: isKnownRetCode(code) ? t(`ucloud.retCodes.${code}`) : t('errors.ucloud-refused.cure', { retCode: code }),
  }
}
