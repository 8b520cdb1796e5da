import { Button, Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MetricSnapshot } from '../../../stores/metric-follow.ts'
import { useCurveWords } from './curve-words.ts'
import { isShare, summaryOf } from './curves.ts'

interface CurveTogglesProps {
  readonly names: readonly string[]
  readonly snapshot: MetricSnapshot
  readonly isShown: (name: string) => boolean
  readonly onToggle: (name: string) => void
}

/** The curves that are shown, with their colours and newest values; and a list of all, where each is shown or hidden. */
export function CurveToggles(props: CurveTogglesProps) {
  const { names, isShown } = props
  const { t } = useTranslation()
  const shown = names.filter(isShown)
  const count = t('chart.choose', { shown: shown.length, total: names.length })
  return (
    <div className="chart-toggles" role="group" aria-label={t('chart.shown')}>
      {shown.map((name) => (
        <CurveToggle key={name} name={name} {...props} />
      ))}
      <Popover position="top-start" width={280} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            px={6}
            aria-label={`${t('chart.curves')} ${count}`}
            title={t('chart.curves')}
            rightSection={<IconChevronDown size={14} />}
          >
            {count}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className="chart-choices" aria-label={t('chart.curves')}>
          {names.map((name) => (
            <CurveToggle key={name} name={name} {...props} />
          ))}
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}

/** Pressed means shown. */
function CurveToggle({ name, snapshot, isShown, onToggle }: CurveTogglesProps & { readonly name: string }) {
  const words = useCurveWords()
  const series = snapshot.series.get(name)
  const last = series === undefined ? null : summaryOf(series).last
  return (
    <button type="button" className="chart-toggle" aria-pressed={isShown(name)} onClick={() => onToggle(name)}>
      <span className="chart-swatch" aria-hidden="true" />
      <span className="chart-name">{words.name(name)}</span>
      {series !== undefined && last !== null && (
        <span className="chart-value">{words.value(last.value, isShare(series) ? 'share' : series.unit)}</span>
      )}
    </button>
  )
}
