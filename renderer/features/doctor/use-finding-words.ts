import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding, FindingCode } from '../../../shared/model/doctor.ts'
import { shownValues, type FindingWords } from '../../../shared/model/doctor-report.ts'
import en from '../../i18n/en.json'
import { useFormat } from '../../i18n/format.ts'

type CuredCode = keyof typeof en.doctor.cures

function isCured(code: FindingCode): code is CuredCode {
  return Object.hasOwn(en.doctor.cures, code)
}

/** Tells findings in the language of the page. */
export function useFindingWords(): (finding: Finding) => FindingWords {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(
    () => (finding) => ({
      name: t(`doctor.checks.${finding.check}`),
      seen: t(`doctor.seen.${finding.code}`, shownValues(finding, format.bytes)),
      cure: isCured(finding.code) ? t(`doctor.cures.${finding.code}`) : null,
    }),
    [t, format],
  )
}
