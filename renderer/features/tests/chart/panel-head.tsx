import { ActionIcon, Menu } from '@mantine/core'
import { IconCheck, IconDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type UPlot from 'uplot'
import type { MetricUnit } from '../../../../shared/model/metric.ts'
import { unlessCancelled } from '../../../ipc/error-data.ts'
import { useStores } from '../../../stores/use-stores.ts'
import { nearest, type PlacedCurve, type XAxis } from './axis.ts'
import { useCurveWords } from './curve-words.ts'
import { splitOf, summaryOf, type Curve, type Panel } from './curves.ts'
import { asCsv, asPng } from './export-panel.ts'

interface PanelHeadProps {
  readonly panel: Panel
  readonly placed: readonly PlacedCurve[]
  readonly pointed: number | null
  readonly unit: MetricUnit
  readonly axis: XAxis
  readonly isLog: boolean
  readonly onLog: (isLog: boolean) => void
  readonly plot: () => UPlot | null
  readonly begin: number
}

/** The metric's name, and for each curve its value under the pointer, or else its last; between what it moves. */
export function PanelHead(props: PanelHeadProps) {
  const { panel, placed, pointed, unit, axis } = props
  const { t } = useTranslation()
  const words = useCurveWords()
  const missing = panel.curves.filter((_, place) => placed[place]?.x.length === 0)
  return (
    <div className="chart-panel-head">
      <span className="chart-panel-name">{words.name(panel.metric)}</span>
      <span className="chart-panel-keys">
        {panel.curves.map((curve, place) => (
          <CurveKey
            key={`${curve.series.name} ${curve.run.label}`}
            {...{ curve, pointed, unit }}
            placed={placed[place]}
          />
        ))}
        {missing.length > 0 && (
          <span className="chart-panel-range">
            {t(`chart.lacks.${axis}`, { names: missing.map(({ run }) => run.label).join(', ') })}
          </span>
        )}
      </span>
      <PanelMenu {...props} />
    </div>
  )
}

interface CurveKeyProps {
  readonly curve: Curve
  readonly placed: PlacedCurve | undefined
  readonly pointed: number | null
  readonly unit: MetricUnit
}

function CurveKey({ curve, placed, pointed, unit }: CurveKeyProps) {
  const { t } = useTranslation()
  const words = useCurveWords()
  const { last, min, max, notFinite } = summaryOf(curve.series)
  const under = pointed === null || placed === undefined ? null : (placed.y[nearest(placed.x, pointed)] ?? null)
  const value = under ?? last?.value ?? null
  const split = splitOf(curve.series.name)
  const gpu = /^gpu\.(\d+)\./.exec(curve.series.name)?.[1]
  const part = gpu === undefined ? (split === null ? null : t(`chart.splits.${split}`)) : `GPU ${gpu}`
  return (
    <span className="chart-key">
      <span
        className={`chart-key-line chart-key-${split ?? 'train'} chart-run-${curve.run.colour % 8}`}
        aria-hidden="true"
      />
      {[curve.run.label, part].filter((one) => one !== '' && one !== null).join(' ')}{' '}
      <strong>{value === null ? '—' : words.value(value, unit)}</strong>
      {notFinite > 0 && <span className="chart-key-bad">{t('chart.notFinite', { count: notFinite })}</span>}
      {min !== null && max !== null && (
        <span className="chart-panel-range">
          {t('chart.range', { min: words.value(min.value, unit), max: words.value(max.value, unit) })}
        </span>
      )}
    </span>
  )
}

function PanelMenu({ panel, isLog, onLog, plot, begin }: PanelHeadProps) {
  const { t } = useTranslation()
  const { client, view } = useStores()
  const words = useCurveWords()
  const name = words.name(panel.metric)

  async function save(format: 'csv' | 'png'): Promise<void> {
    try {
      const drawn = plot()
      const content = format === 'csv' ? asCsv(panel, begin) : drawn === null ? '' : asPng(panel, drawn, words)
      if (content !== '') await client.call('runs.saveChart', { name: panel.metric, format, content })
    } catch (error) {
      view.getState().tellProblem(unlessCancelled(error))
    }
  }

  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size={22}
          variant="subtle"
          color="gray"
          aria-label={t('chart.menu', { name })}
          title={t('chart.menu', { name })}
        >
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={isLog}
          rightSection={isLog ? <IconCheck size={14} /> : undefined}
          onClick={() => onLog(!isLog)}
        >
          {t('chart.log')}
        </Menu.Item>
        <Menu.Item onClick={() => void save('csv')}>{t('chart.saveCsv')}</Menu.Item>
        <Menu.Item onClick={() => void save('png')}>{t('chart.savePng')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
