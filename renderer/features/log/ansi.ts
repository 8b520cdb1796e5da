import { escapeSequences, withPictures } from '../../../shared/log/visible-text.ts'

/** How a piece of a line is drawn; the colours are eight, as the theme has them. */
export interface TextStyle {
  readonly color: number | null
  readonly background: number | null
  readonly bold: boolean
  readonly dim: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly strike: boolean
  readonly inverse: boolean
}

export interface StyledText {
  readonly text: string
  readonly style: TextStyle
}

export const plainStyle: TextStyle = {
  color: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
}

const sgr = new RegExp('^\\u001b\\[([0-9;:]*)m$')

/** The pieces of a line, each with its style. Together they are exactly its visible text. */
export function parseAnsi(line: string): StyledText[] {
  const pieces: StyledText[] = []
  let style = plainStyle
  let start = 0
  const add = (end: number): void => {
    if (end > start) pieces.push({ text: withPictures(line.slice(start, end)), style })
  }
  for (const match of line.matchAll(escapeSequences)) {
    add(match.index)
    start = match.index + match[0].length
    const parameters = sgr.exec(match[0])?.[1]
    if (parameters !== undefined) style = applySgr(style, parameters)
  }
  add(line.length)
  return pieces
}

const switches: Readonly<Record<number, Partial<TextStyle>>> = {
  0: plainStyle,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
  39: { color: null },
  49: { background: null },
}

function applySgr(before: TextStyle, parameters: string): TextStyle {
  let style = before
  // `38:2::r:g:b` is a colour in one parameter; its empty colour space is left out.
  const groups = parameters.split(';').map((group) => group.split(':'))
  for (let at = 0; at < groups.length; at++) {
    const group = groups[at] ?? []
    const code = Number(group[0])
    if (code === 38 || code === 48) {
      const inOne = group.length > 1
      const values = inOne ? withoutColourSpace(group.slice(1)) : groups.slice(at + 1).map(([value]) => Number(value))
      const { color, used } = extendedColor(values)
      style = { ...style, [code === 38 ? 'color' : 'background']: color }
      if (!inOne) at += used
    } else if (code === 4 && group[1] === '0') style = { ...style, underline: false }
    else if (code >= 30 && code <= 37) style = { ...style, color: code - 30 }
    else if (code >= 90 && code <= 97) style = { ...style, color: code - 90 }
    else if (code >= 40 && code <= 47) style = { ...style, background: code - 40 }
    else if (code >= 100 && code <= 107) style = { ...style, background: code - 100 }
    else style = { ...style, ...switches[code] }
  }
  return style
}

function withoutColourSpace(group: readonly string[]): number[] {
  const values = group.map(Number)
  return values[0] === 2 && values.length > 4 ? [2, ...values.slice(-3)] : values
}

/** `5;n` or `2;r;g;b`, and how many parameters that were. */
function extendedColor(values: readonly number[]): { color: number | null; used: number } {
  const [kind, first = Number.NaN, second = 0, third = 0] = values
  if (kind === 5) return { color: ofPalette(first), used: 2 }
  if (kind === 2) return { color: nearest(first, second, third), used: 4 }
  return { color: null, used: 1 }
}

function ofPalette(number: number): number | null {
  if (!(number >= 0 && number <= 255)) return null
  if (number < 16) return number % 8
  if (number >= 232) return nearest(8 + (number - 232) * 10, 8 + (number - 232) * 10, 8 + (number - 232) * 10)
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40)
  const place = number - 16
  return nearest(level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6))
}

/** Red, yellow, green, cyan, blue, magenta by their hue; black and white for greys. */
const byHue = [1, 3, 2, 6, 4, 5]

function nearest(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (most - least < 40) return most < 100 ? 0 : 7
  const range = most - least
  let hue = (red - green) / range + 4
  if (most === red) hue = ((green - blue) / range + 6) % 6
  else if (most === green) hue = (blue - red) / range + 2
  return byHue[Math.round(hue) % 6] ?? 7
}
