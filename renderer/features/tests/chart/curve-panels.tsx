import { SegmentedControl, Select } from '@mantine/core'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { axesOf, type XAxis } from './axis.ts'
import { CurvePanel } from './curve-panel.tsx'
import { useCurveWords } from './curve-words.ts'
import { isShare, panelsOf, summaryOf, type ChartRun } from './curves.ts'

interface CurvePanelsProps {
  readonly names: readonly string[]
  readonly runs: readonly ChartRun[]
  /** Null where no log is shown beside the curves. */
  readonly onShowLine: ((index: number) => void) | null
}

const weights = ['0', '0.5', '0.8', '0.9', '0.95', '0.99'] as const

/** A panel for each metric; they share what they are drawn over, and the pointer. */
export function CurvePanels({ names, runs, onShowLine }: CurvePanelsProps) {
  const { t } = useTranslation()
  const words = useCurveWords()
  const [chosen, setChosen] = useState<XAxis | null>(null)
  const [smoothing, setSmoothing] = useState<(typeof weights)[number]>('0')
  const [pointed, setPointed] = useState<number | null>(null)
  const point = useCallback((x: number | null) => setPointed(x), [])
  const panels = panelsOf(names, runs)
  const axes = axesOf(panels.flatMap(({ curves }) => curves))
  const axis = chosen !== null && axes.includes(chosen) ? chosen : (axes[0] ?? 'time')
  const own = panels.flatMap(({ curves }) => curves.filter(({ run }) => run === runs[0]))
  const epochs = runs[0]?.snapshot.landmarks.length ?? 0

  const summary = own.map(({ series }) => {
    const { first, last } = summaryOf(series)
    const unit = isShare(series) ? 'share' : series.unit
    const [from, to] = [first, last].map((one) => (one === null ? '—' : words.value(one.value, unit)))
    return t('chart.summary', { name: words.name(series.name), first: from, last: to })
  })
  return (
    <>
      <div className="chart-plot" role="group" aria-label={summary.join(' ') || t('chart.label')}>
        {panels.map((panel) => (
          <CurvePanel
            key={panel.metric}
            {...{ panel, axis, pointed, onShowLine }}
            smoothing={Number(smoothing)}
            onPoint={point}
          />
        ))}
      </div>
      <div className="chart-foot">
        {axes.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('chart.over')}
            data={axes.map((value) => ({ value, label: t(`chart.axes.${value}`) }))}
            value={axis}
            onChange={(value) => setChosen(axes.find((one) => one === value) ?? null)}
          />
        )}
        <Select
          size="xs"
          className="chart-smoothing"
          aria-label={t('chart.smoothing')}
          value={smoothing}
          data={weights.map((value) => ({
            value,
            label: value === '0' ? t('chart.unsmoothed') : t('chart.smoothed', { value }),
          }))}
          allowDeselect={false}
          onChange={(value) => setSmoothing(weights.find((one) => one === value) ?? '0')}
        />
        <span className="chart-foot-words">{t(onShowLine === null ? 'chart.zoomHint' : 'chart.hint')}</span>
        {epochs > 0 && <span>{t('chart.epochs', { count: epochs })}</span>}
      </div>
    </>
  )
}
