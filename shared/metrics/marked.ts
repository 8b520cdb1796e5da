import { z } from 'zod'
import { LogReader } from './log-reader.ts'

/** The words before a number that is to be a curve, as they stand in the lines of a program. */
export const MarkedName = z.string().trim().min(1).max(60)
export type MarkedName = z.infer<typeof MarkedName>

export const maxMarked = 20

const maxLength = 2000
const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`
const between = String.raw`(?=["'\s:=])["']?\s*[:=]?\s*`
/** Up to three words, and the number behind them. */
const candidate = new RegExp(
  String.raw`([A-Za-z][\w@/.-]*(?: [A-Za-z][\w@/.-]*){0,2})${between}(${number})(?![\w.])`,
  'g',
)

export interface NamedNumber {
  readonly name: string
  readonly value: number
}

/** What the lines say of marked names; the last number of a name counts. */
export function createMarkedReader(names: readonly MarkedName[]): (line: string) => NamedNumber[] {
  const patterns = names.map((name) => ({ name, pattern: patternOf(name) }))
  return (line) => {
    const text = line.slice(0, maxLength)
    return patterns.flatMap(({ name, pattern }) => {
      const value = Number([...text.matchAll(pattern)].at(-1)?.[1] ?? NaN)
      return Number.isFinite(value) ? [{ name, value }] : []
    })
  }
}

function patternOf(name: string): RegExp {
  const words = name.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(String.raw`(?<![\w.])${words.join(String.raw`\s+`)}${between}(${number})(?![\w.])`, 'gi')
}

/** The numbers in a line that have a name and are no curve yet. */
export function findCandidates(line: string): NamedNumber[] {
  const text = line.slice(0, maxLength)
  const { points } = new LogReader().read({ index: 0, at: 0, text })
  const known = new Set(points.map(({ value }) => value))
  const found = new Map<string, number>()
  for (const [, name = '', digits = ''] of text.matchAll(candidate)) {
    if (!known.has(Number(digits))) found.set(name, Number(digits))
  }
  return [...found].map(([name, value]) => ({ name, value }))
}
