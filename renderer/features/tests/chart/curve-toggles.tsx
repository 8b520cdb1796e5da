import { useTranslation } from 'react-i18next'
import type { MetricSnapshot } from '../../../stores/metric-follow.ts'
import { colourCount, colourOf } from './colours.ts'
import { useCurveWords } from './curve-words.ts'

interface CurveTogglesProps {
  readonly names: readonly string[]
  readonly snapshot: MetricSnapshot
  readonly isShown: (name: string) => boolean
  readonly onToggle: (name: string) => void
}

/** A button a curve, with its newest value: pressed means shown. */
export function CurveToggles({ names, snapshot, isShown, onToggle }: CurveTogglesProps) {
  const { t } = useTranslation()
  const words = useCurveWords()
  return (
    <div className="chart-toggles" role="group" aria-label={t('chart.curves')}>
      {names.map((name) => {
        const series = snapshot.series.get(name)
        return (
          <button
            key={name}
            type="button"
            className={`chart-toggle chart-colour-${colourOf(names, name) % colourCount}`}
            aria-pressed={isShown(name)}
            onClick={() => onToggle(name)}
          >
            <span className="chart-swatch" aria-hidden="true" />
            {words.name(name)}
            {series !== undefined && (
              <span className="chart-value">{words.value(series.value.at(-1) ?? 0, series.unit)}</span>
            )}
          </button>
        )
      })}
    </div>
  )
}
