import type { Locator } from 'playwright-core'
import type { CheckId } from '../../../shared/model/doctor.ts'
import type { Screen } from './screen.ts'

/** The doctor's page, opened and left by its button in the status line. */
export function doctorPage({ page, t }: Screen) {
  const region = page.getByRole('region', { name: t('doctor.title') })
  return {
    open: page.getByRole('contentinfo').getByRole('button', { name: t('doctor.open') }),
    region,
    summary: region.getByRole('status'),
    /** One check by its verdict in words. */
    check: (id: CheckId, verdict: 'ok' | 'warning' | 'problem' | 'skipped'): Locator => {
      const name = `${t(`doctor.checks.${id}`)}: ${t(`doctor.verdicts.${verdict}`)}`
      return region.getByRole('listitem', { name, exact: true })
    },
    speed: region.getByRole('listitem', { name: t('doctor.speed.title'), exact: true }),
    again: region.getByRole('button', { name: t('doctor.again'), exact: true }),
    copyReport: region.getByRole('button', { name: t('doctor.copyReport') }),
    /** What a failed job shows of it. */
    failureFinding: page.getByRole('region', { name: t('doctor.found') }),
  }
}
