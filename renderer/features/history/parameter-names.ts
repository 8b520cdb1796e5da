import type { TFunction } from 'i18next'
import { FieldName } from '../../../shared/model/field.ts'

/** A parameter by the name that its field has in the forms; others by names of their own. */
export function parameterName(name: string, t: TFunction): string {
  const field = FieldName.options.find((one) => one === name)
  if (field !== undefined) return t(`fields.${field}`)
  switch (name) {
    case 'aiFramework':
      return t('fields.base')
    case 'cpuImage':
      return t('fields.baseCpu')
    case 'gpuImage':
      return t('fields.baseGpu')
    case 'ignore':
      return t('fields.ignoreRules')
    case 'internalUhub':
      return t('history.parameters.internalUhub')
    case 'os':
      return t('history.parameters.os')
    case 'python':
      return 'Python'
    default:
      return name
  }
}
