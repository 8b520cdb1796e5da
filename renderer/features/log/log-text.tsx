import type { LogRow } from '../../../shared/model/log.ts'
import { parseAnsi, type TextStyle } from './ansi.ts'

/** A line as spans of text, whatever is in it: its colours, and what a search has found. */
export function LogText({ text, matches, isCurrent }: Pick<LogRow, 'text' | 'matches'> & { isCurrent: boolean }) {
  let position = 0
  const found = isCurrent ? 'log-found log-found-current' : 'log-found'
  return parseAnsi(text).map((piece) => {
    const start = position
    position += piece.text.length
    const className = classOf(piece.style)
    return cut(piece.text, start, matches).map(({ text: part, at, isMatch }) => (
      <span key={at} className={isMatch ? `${className} ${found}`.trim() : className || undefined}>
        {part}
      </span>
    ))
  })
}

/** A piece that begins at `start`, cut where matches begin and end. */
function cut(
  text: string,
  start: number,
  matches: LogRow['matches'],
): { text: string; at: number; isMatch: boolean }[] {
  const end = start + text.length
  const parts: { text: string; at: number; isMatch: boolean }[] = []
  let at = start
  const add = (to: number, isMatch: boolean): void => {
    if (to > at) parts.push({ text: text.slice(at - start, to - start), at, isMatch })
    at = Math.max(at, to)
  }
  for (const [from, to] of matches) {
    if (to <= start || from >= end) continue
    add(Math.max(start, from), false)
    add(Math.min(end, to), true)
  }
  add(end, false)
  return parts
}

function classOf({ color, background, inverse, ...rest }: TextStyle): string {
  const back = inverse ? (color ?? 7) : background
  const classes = [
    // On a coloured ground the text keeps its own colour, which can be read there.
    ...(back !== null ? [`ansi-back-${back}`] : color === null ? [] : [`ansi-${color}`]),
    ...(rest.bold ? ['ansi-bold'] : []),
    ...(rest.dim && color === null ? ['ansi-dim'] : []),
    ...(rest.italic ? ['ansi-italic'] : []),
    ...(rest.underline ? ['ansi-underline'] : []),
    ...(rest.strike ? ['ansi-strike'] : []),
  ]
  return classes.join(' ')
}
