import UPlot, { type AlignedData, type Axis, type Options, type Scale, type Series } from 'uplot'
import { smoothed, type PlacedCurve, type XAxis } from './axis.ts'
import { splitOf, type Curve } from './curves.ts'

export interface PlotStyle {
  readonly text: string
  readonly grid: string
  readonly font: string
  readonly colours: readonly string[]
}

export interface PlotOptions {
  readonly curves: readonly Curve[]
  /** As they were placed last. */
  readonly placed: () => readonly PlacedCurve[]
  readonly epochs: () => readonly number[]
  readonly axis: XAxis
  readonly isLog: boolean
  readonly isPercent: boolean
  /** 0 to 0.99. */
  readonly smoothing: number
  readonly width: number
  readonly height: number
  readonly style: PlotStyle
  readonly formatValue: (value: number) => string
  readonly formatTime: (seconds: number) => string
  readonly formatCount: (count: number) => string
  /** The x that is pointed at; null when the pointer leaves. */
  readonly onPoint: (x: number | null) => void
  readonly onClick: (x: number) => void
}

// uPlot's names of the kinds of scales are gone once it is compiled; this is the logarithmic one.
const logarithmic: Scale = Object.assign<Scale, object>({}, { distr: 3 })
const axisSize = 52
/** Seconds between the times at the axis: whole ones, as they are told, and round on a clock. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800]
/** Part of a run: the training is drawn whole. */
const dashes = { train: undefined, val: [6, 3], test: [2, 2] } as const
/** How much of the raw line is seen behind a smoothed one. */
const rawAlpha = 0.28

/** One chart with one axis: the curves of a metric. All charts of a key share their crosshair and their zoom. */
export function plotOptions(options: PlotOptions): Options {
  const { style, axis, isLog, formatTime, formatCount } = options
  return {
    width: options.width,
    height: options.height,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 6 }, sync: { key: 'chart-panels' } },
    scales: { x: { time: false }, y: isLog ? logarithmic : { range: (_, low, high) => limits(low, high, options) } },
    series: [{}, ...options.curves.flatMap((curve) => seriesOf(curve, options))],
    axes: [
      {
        ...axisStyle(style),
        space: 64,
        size: 24,
        values: (_, splits) => splits.map(axis === 'time' ? formatTime : formatCount),
        ...(axis === 'time' ? { incrs: timeSteps } : axis === 'step' ? { incrs: wholeSteps } : {}),
      },
      {
        ...axisStyle(style),
        size: axisSize,
        space: 22,
        values: (_, splits) => splits.map((value: number | null) => (value === null ? '' : options.formatValue(value))),
      },
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const { left: x = -1 } = plot.cursor
          options.onPoint(x < 0 ? null : plot.posToVal(x, 'x'))
        },
      ],
      drawClear: [(plot) => drawEpochs(plot, options)],
      draw: [(plot) => drawNotFinite(plot, options)],
      ready: [
        (plot) => plot.over.addEventListener('click', () => options.onClick(plot.posToVal(plot.cursor.left ?? 0, 'x'))),
      ],
    },
  }
}

const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat()

/** All curves over one list of places: undefined where another curve has a point, null in a gap. */
export function plotData(placed: readonly PlacedCurve[], { isLog, smoothing }: PlotOptions): AlignedData {
  const tables = placed.map(({ x, y }): AlignedData => {
    const shown = isLog ? y.map((value) => (value !== null && value <= 0 ? null : value)) : [...y]
    return smoothing === 0 ? [[...x], shown] : [[...x], smoothed(shown, smoothing), shown]
  })
  return tables.length === 0 ? [[]] : UPlot.join(tables)
}

function limits(low: number, high: number, { isPercent }: PlotOptions): [number, number] {
  if (isPercent && high - low > 0.5) return [Math.min(0, low), Math.max(1, high)]
  const room = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1
  return [low - room, high + room]
}

function colourOf({ run }: Curve, { colours, text }: PlotStyle): string {
  return colours[run.colour % colours.length] ?? text
}

function seriesOf(curve: Curve, { style, smoothing }: PlotOptions): Series[] {
  const colour = colourOf(curve, style)
  const dash = dashes[splitOf(curve.series.name) ?? 'train']
  const line: Series = {
    label: curve.series.name,
    stroke: colour,
    width: curve.run.colour === 0 ? 2 : 1.5,
    points: { show: curve.series.points.length < 40, size: 4, stroke: colour, fill: colour },
    ...(dash !== undefined && { dash: [...dash] }),
  }
  if (smoothing === 0) return [line]
  return [line, { label: curve.series.name, stroke: colour, width: 1, alpha: rawAlpha, points: { show: false } }]
}

function axisStyle({ text, grid, font }: PlotStyle): Axis {
  return { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } }
}

function drawEpochs(plot: UPlot, { epochs, style }: PlotOptions): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = style.text
  ctx.globalAlpha = 0.4
  ctx.setLineDash([3, 3])
  ctx.beginPath()
  for (const x of epochs()) {
    const left = Math.round(plot.valToPos(x, 'x', true))
    if (left < bbox.left || left > bbox.left + bbox.width) continue
    ctx.moveTo(left, bbox.top)
    ctx.lineTo(left, bbox.top + bbox.height)
  }
  ctx.stroke()
  ctx.restore()
}

/** A triangle at the upper edge, in the run's colour. */
function drawNotFinite(plot: UPlot, { placed, curves, style }: PlotOptions): void {
  const { ctx, bbox } = plot
  const size = 5 * devicePixelRatio
  ctx.save()
  for (const [number, { notFinite }] of placed().entries()) {
    const curve = curves[number]
    if (curve === undefined) continue
    ctx.fillStyle = colourOf(curve, style)
    for (const x of notFinite) {
      const left = plot.valToPos(x, 'x', true)
      if (left < bbox.left || left > bbox.left + bbox.width) continue
      ctx.beginPath()
      ctx.moveTo(left - size, bbox.top)
      ctx.lineTo(left + size, bbox.top)
      ctx.lineTo(left, bbox.top + size * 1.6)
      ctx.fill()
    }
  }
  ctx.restore()
}
