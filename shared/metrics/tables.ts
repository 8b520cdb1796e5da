import { inEnglish } from './chinese-words.ts'
import { isMeasured } from './names.ts'
import { meaningIn, numberOf } from './numbers-in-line.ts'

/** A cell of a row under its header. */
export interface TableCell {
  readonly header: string
  readonly text: string
}

const maxCells = 40
const maxHeaders = 4
const rules = /^[\s|+:=─━═┄┈┼┬┴├┤┌┐└┘╇┡┩┏┓╞╪╡╒╤╕╘╧╛╭╮╰╯│┃║-]*$/
const walls = /[|│┃║┆]/g
const headerCell = /^[\p{L}%][\p{L}\p{N}\s@./()%:_-]*$/u
const valueCell =
  /^(?:[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*(?:%|[A-Za-z]{1,2}|\/\s*\d+)?|[+-]?(?:nan|inf)|-{1,3}|[\d:.]+s?|no log|none|[+✓✔*]+)$/i
/** Of `all` in a list of classes the numbers are those of the whole. */
const wholeRow = /^(?:all|overall|total|mean|average|avg|macro)$/i
const classColumn = /^(?:class|category|name|label)$/i
const noHeader = /[=?!"'{}[\]]|:\s|:$|(?:^|[\s|,])[+-]?(?:\d[\d.,]*|\.\d+)(?:e[+-]?\d+)?%?(?:[\s|,]|$)/i
const barTail = /:?\s+\d{1,3}%\s*\|.*$/

/** Reads tables: a header with names of measures, and rows of as many cells under it. */
export class TableReader {
  #headers: readonly (readonly string[])[] = []

  /** The cells of a row; an empty list for a header or a rule, null for what belongs to no table. */
  read(text: string): readonly TableCell[] | null {
    if (text.length > 1000) return null
    const line = text.includes('%') ? text.replace(barTail, '') : text
    if (this.#headers.length > 0) {
      if (/[-─━═+|]/.test(line) && rules.test(line)) return []
      const row = this.#rowOf(line)
      if (row !== null) return row
    }
    const header = headerOf(line)
    if (header === null) return null
    this.#headers = [header, ...this.#headers.filter((one) => one.join() !== header.join())].slice(0, maxHeaders)
    return []
  }

  #rowOf(line: string): TableCell[] | null {
    if (!/[\d]|nan/i.test(line)) return null
    for (const cells of waysToCut(line)) {
      for (const header of this.#headers) {
        // An index column has no name.
        const row = cells.length === header.length + 1 && /^\d+$/.test(cells[0] ?? '') ? cells.slice(1) : cells
        if (row.length !== header.length) continue
        const values = row.filter((cell) => valueCell.test(cell))
        const isOfClass = classColumn.test(header[0] ?? '')
        const fits = isOfClass
          ? values.length >= row.length - 1
          : values.length === row.length || (values.length >= 2 && values.length >= row.length - 1)
        if (!fits) continue
        if (isOfClass && !wholeRow.test(row[0] ?? '')) return []
        return row.map((cell, place) => ({ header: header[place] ?? '', text: cell }))
      }
    }
    return null
  }
}

/** A row of two cells, a name and its number: `| test_acc | 0.97 |`. */
export function pairOf(text: string): { name: string; value: string } | null {
  if (!/[|│┃║]/.test(text)) return null
  const cells = cellsBetweenWalls(text)
  const [name = '', value = ''] = cells
  return cells.length === 2 && headerCell.test(name) && /\d|nan|inf/i.test(value) && valueCell.test(value)
    ? { name, value }
    : null
}

/** The value of a cell; null for what is no number. */
export function cellValue(text: string): { value: number; isShare: boolean } | null {
  const [, digits = '', sign = ''] =
    /^([+-]?(?:(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|inf))\s*(%?)$/i.exec(text) ?? []
  if (digits === '') return null
  const value = numberOf(digits)
  return sign === '%' ? { value: value / 100, isShare: true } : { value, isShare: false }
}

function headerOf(line: string): string[] | null {
  if (line.length > 400 || noHeader.test(line)) return null
  for (const cells of waysToCut(line)) {
    if (cells.length < 2 || cells.length > maxCells) continue
    if (!cells.every((cell) => cell.length <= 30 && (headerCell.test(cell) || cell === '#'))) continue
    const known = cells.filter((cell) => isHeading(cell))
    const measured = known.filter((cell) => isMeasured(meaningName(cell)))
    const isPlain = !walls.test(line) && !line.includes('\t')
    walls.lastIndex = 0
    const isProgress = /^(?:epoch|step|iter)/i.test(cells[0] ?? '') && cells.length >= 4 && /\s{3}/.test(line.trim())
    if (
      (measured.length === 0 && !isProgress) ||
      known.length < 2 ||
      (isPlain && (cells.length < 3 || known.length * 2 < cells.length))
    ) {
      if (!(classColumn.test(cells[0] ?? '') && measured.length > 0)) continue
    }
    return cells.map((cell) => inEnglish(cell).trim())
  }
  return null
}

function isHeading(cell: string): boolean {
  const { kind } = meaningIn(inEnglish(cell), true)
  return kind !== 'none' && kind !== 'unknown'
}

function meaningName(cell: string): string {
  const meaning = meaningIn(inEnglish(cell), true)
  return meaning.kind === 'measure' ? meaning.name : ''
}

/** Between walls, at tabs, at wide gaps, at commas, or at every space. */
function* waysToCut(line: string): Generator<string[]> {
  if (/[|│┃║┆]/.test(line)) {
    yield cellsBetweenWalls(line)
    return
  }
  const trimmed = line.trim()
  if (trimmed.includes('\t')) yield trimmed.split(/\t+/).map((cell) => cell.trim())
  if (/\s{2,}/.test(trimmed)) yield trimmed.split(/\s{2,}| (?=\w+@)/)
  if (trimmed.includes(',') && !trimmed.includes(':')) yield trimmed.split(',').map((cell) => cell.trim())
  if (trimmed.includes(' ')) yield trimmed.split(/\s+/)
}

function cellsBetweenWalls(line: string): string[] {
  const cells = line
    .trim()
    .split(walls)
    .map((cell) => cell.trim())
  if (cells[0] === '') cells.shift()
  if (cells.at(-1) === '') cells.pop()
  return cells
}
