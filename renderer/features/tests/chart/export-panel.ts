import type UPlot from 'uplot'
import type { CurveWords } from './curve-words.ts'
import { isShare, summaryOf, type Panel } from './curves.ts'

/** All kept points of a panel: run, series, step, epoch, seconds since the first number, value. */
export function asCsv({ curves }: Panel, begin: number): string {
  const rows = curves.flatMap(({ series, run }) =>
    [...series.points, ...series.notFinite]
      .toSorted((a, b) => a.at - b.at || (a.lineIndex ?? 0) - (b.lineIndex ?? 0))
      .map((point) => [
        quoted(run.label),
        quoted(series.name),
        ...[point.step, point.epoch].map((place) => String(place ?? '')),
        String((point.at - begin) / 1000),
        point.type === 'point' ? String(point.value) : point.kind,
      ]),
  )
  return `${[['run', 'series', 'step', 'epoch', 'seconds', 'value'], ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A picture of a panel as it is drawn, with its name and its last numbers, in Base64. */
export function asPng({ metric, curves }: Panel, { ctx }: UPlot, words: CurveWords): string {
  const source = ctx.canvas
  const ratio = devicePixelRatio
  const head = 24 * ratio * (curves.length + 1)
  const canvas = document.createElement('canvas')
  canvas.width = source.width
  canvas.height = source.height + head
  const drawing = canvas.getContext('2d')
  if (drawing === null) return ''
  const style = getComputedStyle(document.documentElement)
  drawing.fillStyle = style.getPropertyValue('--surface')
  drawing.fillRect(0, 0, canvas.width, canvas.height)
  drawing.fillStyle = style.getPropertyValue('--text')
  drawing.font = `${13 * ratio}px ${getComputedStyle(document.body).fontFamily}`
  drawing.textBaseline = 'middle'
  const lines = curves.map(({ series, run }) => {
    const { last } = summaryOf(series)
    const value = last === null ? '—' : words.value(last.value, isShare(series) ? 'share' : series.unit)
    return [run.label, words.name(series.name), value].filter((part) => part !== '').join('  ')
  })
  for (const [place, text] of [words.name(metric), ...lines].entries()) {
    drawing.fillText(text, 8 * ratio, (place + 0.5) * 24 * ratio)
  }
  drawing.drawImage(source, 0, head)
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '')
}
