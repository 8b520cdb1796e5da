import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../i18n/format.ts'
import type { MetricUnit, SeriesSummary } from '../../../../shared/model/metric.ts'
import type { MetricSnapshot } from '../../../stores/metric-follow.ts'
import { useCurveWords } from './curve-words.ts'
import { isShare, summaryOf } from './curves.ts'

const columns = ['first', 'last', 'min', 'max'] as const

/** The curves in numbers, for those who cannot see them or want to know exactly. */
export function CurveTable({ snapshot, names }: { snapshot: MetricSnapshot; names: readonly string[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useCurveWords()

  function told(one: SeriesSummary['first'], unit: MetricUnit): string {
    return one === null ? '—' : words.value(one.value, unit)
  }

  return (
    <div className="chart-table selectable" tabIndex={0} role="region" aria-label={t('chart.curves')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.curve')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`chart.${column}`)}
              </th>
            ))}
            <th scope="col">{t('chart.points')}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const series = snapshot.series.get(name)
            if (series === undefined) return null
            const summary = summaryOf(series)
            const unit = isShare(series) ? 'share' : series.unit
            return (
              <tr key={name}>
                <th scope="row">{words.name(name)}</th>
                {columns.map((column) => (
                  <td key={column}>{told(summary[column], unit)}</td>
                ))}
                <td>{format.count(summary.count)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
