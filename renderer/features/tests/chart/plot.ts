import UPlot, { type Axis, type Options, type Series } from 'uplot'
import type { MetricUnit } from '../../../../shared/model/metric.ts'
import { isOfMachine, type Curve } from './curves.ts'

export interface PlotStyle {
  readonly text: string
  readonly grid: string
  readonly font: string
  readonly colours: readonly string[]
}

export interface PlotOptions {
  readonly curves: readonly Curve[]
  readonly width: number
  readonly height: number
  readonly style: PlotStyle
  /** Place of a curve's colour, the same for both runs. */
  readonly colourOf: (name: string) => number
  readonly formatValue: (value: number, unit: MetricUnit) => string
  readonly formatTime: (seconds: number) => string
  /** The seconds since the start that are pointed at; null when the pointer leaves. */
  readonly onPoint: (seconds: number | null) => void
  readonly onClick: (seconds: number) => void
}

const axisSize = 64
/** Seconds between the times at the axis: whole ones, as they are told, and round on a clock. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800]

/** Each curve has a scale of its own; the axes are those of the first curve of the training and of the machine. */
export function plotOptions(options: PlotOptions): Options {
  const { curves, style, formatTime } = options
  const left = curves.find(({ series }) => !isOfMachine(series.name))
  const right = curves.find(({ series }) => isOfMachine(series.name))
  return {
    width: options.width,
    height: options.height,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 6 } },
    scales: { x: { time: false } },
    series: [{}, ...curves.map((curve) => seriesOf(curve, options))],
    axes: [
      { ...axisStyle(style), space: 80, size: 28, incrs: timeSteps, values: (_, splits) => splits.map(formatTime) },
      ...[left, right].flatMap((curve, side) => (curve === undefined ? [] : [axisOf(curve, side === 1, options)])),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const { left: x = -1 } = plot.cursor
          options.onPoint(x < 0 ? null : plot.posToVal(x, 'x'))
        },
      ],
      ready: [
        (plot) => plot.over.addEventListener('click', () => options.onClick(plot.posToVal(plot.cursor.left ?? 0, 'x'))),
      ],
    },
  }
}

function seriesOf({ series, isOther }: Curve, { style, colourOf }: PlotOptions): Series {
  const colour = style.colours[colourOf(series.name) % style.colours.length] ?? style.text
  return {
    label: series.name,
    scale: scaleOf(series.name),
    stroke: colour,
    width: 1.5,
    spanGaps: true,
    points: { show: series.at.length < 40, size: 4, stroke: colour, fill: colour },
    ...(isOther && { dash: [4, 4] }),
  }
}

function axisOf({ series }: Curve, isRight: boolean, { style, formatValue }: PlotOptions): Axis {
  const axis: Axis = {
    ...axisStyle(style),
    scale: scaleOf(series.name),
    size: axisSize,
    values: (_, splits) => splits.map((value) => formatValue(value, series.unit)),
  }
  // uPlot's names of the sides are gone once it is compiled; without one an axis is on the left.
  return isRight ? Object.assign(axis, { side: 1, grid: { show: false } }) : axis
}

function axisStyle({ text, grid, font }: PlotStyle): Axis {
  return { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } }
}

/** Both runs' curves of a name share their scale, and so do all that have the same meaning. */
function scaleOf(name: string): string {
  if (name === 'container.read' || name === 'container.write') return 'disk'
  if (name.startsWith('gpu.')) return name.replace(/^gpu\.\d+/, 'gpu')
  return name.replace(/^(?:val|test|train)_/, '')
}

export function createPlot(options: PlotOptions, data: UPlot.AlignedData, target: HTMLElement): UPlot {
  return new UPlot(plotOptions(options), data, target)
}
