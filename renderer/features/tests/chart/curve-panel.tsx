import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import UPlot from 'uplot'
import { useFormat } from '../../../i18n/format.ts'
import { beginOf, epochsOn, nearest, placeCurve, type PlacedCurve, type XAxis } from './axis.ts'
import { readColours } from './colours.ts'
import { useCurveWords } from './curve-words.ts'
import { isShare, type Panel } from './curves.ts'
import { PanelHead } from './panel-head.tsx'
import { plotData, plotOptions, type PlotOptions } from './plot.ts'

interface CurvePanelProps {
  readonly panel: Panel
  readonly axis: XAxis
  readonly smoothing: number
  /** The x that is pointed at in any of the panels. */
  readonly pointed: number | null
  readonly onPoint: (x: number | null) => void
  readonly onShowLine: ((index: number) => void) | null
}

/** The pointer rests so long before the log goes to its line. */
const restMs = 150

/** One metric on its own axis: its curves, and above them their values where the pointer is. */
export function CurvePanel({ panel, axis, smoothing, pointed, onPoint, onShowLine }: CurvePanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useCurveWords()
  const scheme = useComputedColorScheme()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | null>(null)
  const [isLog, setLog] = useState(false)
  const { curves } = panel
  const first = curves[0]
  const isPercent = curves.every(({ series }) => isShare(series))
  const unit = isPercent ? 'share' : (first?.series.unit ?? 'number')
  const placed = useMemo(() => curves.map((curve) => placeCurve(curve, axis)), [curves, axis])
  const epochs = useMemo(() => (first === undefined ? [] : epochsOn(first, axis)), [first, axis])
  const latest = useRef({ curves, placed, epochs, onPoint, onShowLine })
  const made = useRef<PlotOptions | null>(null)
  const isFew = curves.every(({ series }) => series.points.length < 40)
  // The plot is made anew when other curves are shown, and only drawn anew when they have grown.
  const names = curves.map(({ series, run }) => `${series.name} ${run.colour}`).join('\n')
  const shape = [scheme, axis, smoothing, isLog, isPercent, unit, isFew, names].join()

  useEffect(() => {
    latest.current = { curves, placed, epochs, onPoint, onShowLine }
  }, [curves, placed, epochs, onPoint, onShowLine])

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const options: PlotOptions = {
      curves: latest.current.curves,
      placed: () => latest.current.placed,
      epochs: () => latest.current.epochs,
      ...{ axis, isLog, isPercent, smoothing },
      width: element.clientWidth,
      height: element.clientHeight,
      style: { ...readColours(element), font: `11px ${getComputedStyle(element).fontFamily}` },
      formatValue: (value) => words.short(value, unit),
      formatTime: (seconds) => format.elapsed(seconds * 1000),
      formatCount: (count) => words.short(count, 'number'),
      onPoint: (x) => latest.current.onPoint(x),
      onClick: (x) => showLine(latest.current, x),
    }
    const drawn = new UPlot(plotOptions(options), plotData(latest.current.placed, options), element)
    plot.current = drawn
    made.current = options
    const observer = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.destroy()
      plot.current = null
    }
  }, [shape, words, format, axis, isLog, isPercent, smoothing, unit])

  useEffect(() => {
    if (made.current !== null) plot.current?.setData(plotData(placed, made.current))
  }, [placed])

  useEffect(() => {
    if (pointed === null) return
    const timer = setTimeout(() => showLine(latest.current, pointed), restMs)
    return () => clearTimeout(timer)
  }, [pointed])

  function move(event: KeyboardEvent): void {
    const x = placed[0]?.x ?? []
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -x.length, End: x.length }[event.key]
    if (by === undefined || x.length === 0) return
    event.preventDefault()
    const place = pointed === null ? x.length : nearest(x, pointed)
    const next = x[Math.min(x.length - 1, Math.max(0, place + by * (event.shiftKey ? 10 : 1)))] ?? 0
    plot.current?.setCursor({ left: plot.current.valToPos(next, 'x'), top: 0 }, false)
    onPoint(next)
  }

  return (
    <section className="chart-panel" aria-label={words.name(panel.metric)}>
      <PanelHead
        {...{ panel, placed, pointed, unit, isLog, axis }}
        onLog={setLog}
        plot={() => plot.current}
        begin={first === undefined ? 0 : beginOf(first)}
      />
      <div
        ref={box}
        className="chart-panel-plot"
        role="group"
        tabIndex={0}
        aria-label={t('chart.keys', { name: words.name(panel.metric) })}
        onKeyDown={move}
        onBlur={() => onPoint(null)}
      />
    </section>
  )
}

interface Shown {
  readonly placed: readonly PlacedCurve[]
  readonly onShowLine: CurvePanelProps['onShowLine']
}

/** The line of the nearest point that a line has told. */
function showLine({ placed, onShowLine }: Shown, wanted: number): void {
  if (onShowLine === null) return
  let found: { line: number; distance: number } | null = null
  for (const { x, lines } of placed) {
    const place = nearest(x, wanted)
    const line = lines[place] ?? null
    const distance = Math.abs((x[place] ?? 0) - wanted)
    if (line !== null && (found === null || distance < found.distance)) found = { line, distance }
  }
  if (found !== null) onShowLine(found.line)
}
