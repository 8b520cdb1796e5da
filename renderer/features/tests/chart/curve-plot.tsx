import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type UPlot from 'uplot'
import { useFormat } from '../../../i18n/format.ts'
import type { MetricSnapshot } from '../../../stores/metric-follow.ts'
import { colourOf, readColours } from './colours.ts'
import { useCurveWords } from './curve-words.ts'
import { alignCurves, lineNear, summarize, type Curve } from './curves.ts'
import { createPlot } from './plot.ts'

interface CurvePlotProps {
  readonly curves: readonly Curve[]
  readonly snapshot: MetricSnapshot
  readonly names: readonly string[]
  /** Null where no log is shown beside the curves. */
  readonly onShowLine: ((index: number) => void) | null
}

/** The pointer rests so long before the log goes to its line. */
const restMs = 150

/** Draws curves; pointing at a time shows its line in the log, where there is one. */
export function CurvePlot({ curves, snapshot, names, onShowLine }: CurvePlotProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useCurveWords()
  const scheme = useComputedColorScheme()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const latest = useRef({ curves, names, onShowLine })
  const data = useMemo(() => alignCurves(curves), [curves])
  // The plot is made anew when other curves are shown, and only drawn anew when they have grown.
  const shape = `${scheme} ${curves.map(({ series, isOther }) => `${series.name}${isOther ? '*' : ''}`).join()}`

  useEffect(() => {
    latest.current = { curves, names, onShowLine }
  }, [curves, names, onShowLine])

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const made = createPlot(
      {
        curves: latest.current.curves,
        width: element.clientWidth,
        height: element.clientHeight,
        style: { ...readColours(element), font: `11px ${getComputedStyle(element).fontFamily}` },
        colourOf: (name) => colourOf(latest.current.names, name),
        formatValue: words.value,
        formatTime: (seconds) => format.elapsed(seconds * 1000),
        onPoint: setPointed,
        onClick: (seconds) => showLine(latest.current, seconds),
      },
      alignCurves(latest.current.curves),
      element,
    )
    plot.current = made
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape, words, format])

  useEffect(() => plot.current?.setData(data), [data])

  useEffect(() => {
    if (pointed === null) return
    const timer = setTimeout(() => showLine(latest.current, pointed), restMs)
    return () => clearTimeout(timer)
  }, [pointed])

  const summary = curves
    .filter(({ isOther }) => !isOther)
    .map(({ series }) => {
      const { first, last } = summarize(series)
      return t('chart.summary', {
        name: words.name(series.name),
        first: words.value(first, series.unit),
        last: words.value(last, series.unit),
      })
    })
  return (
    <>
      <div ref={box} className="chart-plot" role="img" aria-label={summary.join(' ') || t('chart.label')} />
      <p className="chart-foot">
        <span>
          {pointed === null ? t(onShowLine === null ? 'chart.zoomHint' : 'chart.hint') : format.elapsed(pointed * 1000)}
        </span>
        {snapshot.landmarks.length > 0 && <span>{t('chart.epochs', { count: snapshot.landmarks.length })}</span>}
      </p>
    </>
  )
}

function showLine({ curves, onShowLine }: Pick<CurvePlotProps, 'curves' | 'onShowLine'>, seconds: number): void {
  const line = onShowLine === null ? null : lineNear(curves, seconds)
  if (line !== null) onShowLine?.(line)
}
