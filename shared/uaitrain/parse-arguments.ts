export interface FlagSpec {
  /** Shown in the help for the value; null for a flag that takes none. */
  readonly value: string | null
  readonly choices?: readonly string[]
  /** Not a flag of the tool: a beginning that means one flag there means that one here. */
  readonly added?: true
}

export type FlagTable = Readonly<Record<string, FlagSpec>>

export interface ParsedArguments<Name extends string> {
  /** The last one counts; a flag without a value has the empty text. */
  readonly values: ReadonlyMap<Name, string>
  readonly help: boolean
  /** The words that are no flags, in their order. */
  readonly operands: readonly string[]
}

/** What cannot be understood of a command line. */
export type UsageProblem =
  | { readonly code: 'unknownFlag'; readonly flag: string }
  | { readonly code: 'ambiguousFlag'; readonly flag: string; readonly candidates: readonly string[] }
  | { readonly code: 'valueMissing'; readonly flag: string }
  | { readonly code: 'valueUnwanted'; readonly flag: string }
  | { readonly code: 'badChoice'; readonly flag: string; readonly value: string; readonly choices: readonly string[] }
  | { readonly code: 'unexpected'; readonly text: string }
  | { readonly code: 'operandMissing'; readonly operand: string }
  | { readonly code: 'badSecretLine' }
  | { readonly code: 'unknownAccount'; readonly name: string; readonly known: readonly string[] }
  | { readonly code: 'missingFlags'; readonly flags: readonly string[] }

export class UsageError extends Error {
  readonly problem: UsageProblem

  constructor(problem: UsageProblem) {
    super(problem.code)
    this.problem = problem
  }
}

/**
 * Reads flags the way Python's argparse does, so that a command line written for `pytorch_tool.py` is understood:
 * `--flag value`, `--flag=value`, any unambiguous beginning of a flag's name, `-h`. A value may begin with a dash
 * unless it is one of the flags. `operands` names the words that are wanted beside them, `-` being one. Throws `UsageError`.
 */
export function parseArguments<Table extends FlagTable>(
  table: Table,
  words: readonly string[],
  operands: readonly string[] = [],
): ParsedArguments<keyof Table & string> {
  const values = new Map<string, string>()
  const given: string[] = []
  let help = false
  const waiting = [...words]
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '-h' || word === '--help') {
      help = true
      continue
    }
    if (!word.startsWith('--')) {
      const isOperand = given.length < operands.length && (word === '-' || !word.startsWith('-'))
      if (!isOperand) throw new UsageError({ code: 'unexpected', text: word })
      given.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const name = findFlag(table, equals < 0 ? word : word.slice(0, equals))
    const spec = table[name]
    const flag = `--${name}`
    if (spec?.value === null) {
      if (equals >= 0) throw new UsageError({ code: 'valueUnwanted', flag })
      values.set(name, '')
      continue
    }
    const value = equals < 0 ? takeValue(table, waiting) : word.slice(equals + 1)
    if (value === null) throw new UsageError({ code: 'valueMissing', flag })
    const { choices } = spec ?? {}
    if (choices?.includes(value) === false) throw new UsageError({ code: 'badChoice', flag, value, choices })
    values.set(name, value)
  }
  const missing = help ? undefined : operands[given.length]
  if (missing !== undefined) throw new UsageError({ code: 'operandMissing', operand: missing })
  return { values, help, operands: given }
}

/** Whether a flag is on a command line, which may have mistakes elsewhere. */
export function mentionsFlag<Table extends FlagTable>(
  table: Table,
  name: keyof Table & string,
  words: readonly string[],
): boolean {
  return words.some((word) => {
    const [only, ...others] = candidatesOf(table, word.split('=')[0] ?? '')
    return only === name && others.length === 0
  })
}

function takeValue(table: FlagTable, waiting: string[]): string | null {
  const [next] = waiting
  if (next === undefined || isFlag(table, next)) return null
  waiting.shift()
  return next
}

function isFlag(table: FlagTable, word: string): boolean {
  const [name = ''] = word.split('=')
  return name === '-h' || name === '--help' || candidatesOf(table, name).length > 0
}

function findFlag(table: FlagTable, flag: string): string {
  const candidates = candidatesOf(table, flag)
  const [only] = candidates
  if (only === undefined) throw new UsageError({ code: 'unknownFlag', flag })
  if (candidates.length > 1) {
    throw new UsageError({ code: 'ambiguousFlag', flag, candidates: candidates.map((name) => `--${name}`) })
  }
  return only
}

/** The flags that a beginning can mean; one whose whole name it is stands alone. */
function candidatesOf(table: FlagTable, flag: string): string[] {
  if (!flag.startsWith('--') || flag === '--') return []
  const start = flag.slice(2)
  if (Object.hasOwn(table, start)) return [start]
  const all = Object.keys(table).filter((name) => name.startsWith(start))
  const original = all.filter((name) => table[name]?.added !== true)
  return original.length === 1 ? original : all
}
