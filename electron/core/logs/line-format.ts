import type { LogLine, LogSource } from '../../../shared/model/job.ts'

/** A line of a log file: `2025-01-31T12:00:00.000Z o the text`. Everything before the text has a fixed length. */
export const headLength = '2025-01-31T12:00:00.000Z o '.length
export const lineFeed = 10

const markPlace = headLength - 2
const space = 32
const marks = { out: 'o', err: 'e', app: 'a' } as const satisfies Record<LogSource, string>
const sourceOfCode = new Map<number, LogSource>([
  [marks.out.charCodeAt(0), 'out'],
  [marks.err.charCodeAt(0), 'err'],
  [marks.app.charCodeAt(0), 'app'],
])

export function lineHead(at: number, source: LogSource): string {
  return `${new Date(at).toISOString()} ${marks[source]} `
}

/** Whether these bytes, without their line end, begin as a line of a log does. */
export function isLine(bytes: Uint8Array): boolean {
  return bytes.length >= headLength && bytes[headLength - 1] === space && sourceOfCode.has(bytes[markPlace] ?? 0)
}

/** The source of a line; `app` for what has been damaged, which is shown as it is. */
export function sourceOf(bytes: Uint8Array): LogSource {
  return isLine(bytes) ? (sourceOfCode.get(bytes[markPlace] ?? 0) ?? 'app') : 'app'
}

/** When a line came, in milliseconds since 1970; null where that cannot be read. */
export function timeOf(bytes: Buffer): number | null {
  const at = isLine(bytes) ? Date.parse(bytes.toString('latin1', 0, headLength - 3)) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** The line as it was logged; damaged ones are shown whole, at the time of their neighbours. */
export function parseLine(bytes: Buffer, index: number, neighbourAt: number): LogLine {
  const at = timeOf(bytes)
  const text = bytes.toString('utf8', at === null ? 0 : headLength)
  return { index, at: at ?? neighbourAt, source: at === null ? 'app' : sourceOf(bytes), text }
}
