import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { megabitsPerSecond, SpeedWay, type SpeedReport } from '../../../shared/model/speed.ts'

/** Tells each way, and then the latency, in the language of the page. */
export function useSpeedWords(): (report: SpeedReport) => { readonly ways: string[]; readonly latency: string } {
  const { t } = useTranslation()
  return useMemo(
    () => (report) => ({
      ways: SpeedWay.options.map((way) => {
        const outcome = report[way]
        const speed = outcome.state === 'measured' ? megabitsPerSecond(outcome) : 0
        const words = outcome.state === 'refused' ? outcome.words : ''
        return t(`doctor.speed.${way}.${outcome.state}`, { speed, words })
      }),
      latency: t('doctor.speed.latency', { host: report.host, ms: report.latencyMs }),
    }),
    [t],
  )
}
