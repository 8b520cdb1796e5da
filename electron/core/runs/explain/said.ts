/** A line of output as its writer meant it, without what launchers and loggers put before it. */
export interface Said {
  /** The name of a Python exception that the line tells, with its module; null where it tells none. */
  readonly exception: string | null
  /** What the exception says, or the whole line where there is none. */
  readonly words: string
}

/** No message that is known is longer; a line of megabytes is not looked through. */
const maxLength = 4000
// CSI sequences of ECMA-48, which colour a line.
const colours = new RegExp('\\u001b\\[[0-?]*[ -/]*[@-~]', 'g')

/** Ranks and hosts as torchrun, mpirun, Ray and srun name them; times and levels as loggers do. Each is looked for once more. */
const prefixes: readonly RegExp[] = [
  /^\[(?:default|rank) ?\d+\]:\s*/i,
  /^\[\d+,\d+\](?:<std(?:out|err)>)?:\s*/,
  /^\(\w+ pid=\d+(?:, [^)]*)?\)\s*/,
  /^\d{1,4}: (?=\S)/,
  /^\[?\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?\]?[:,]?\s*/,
  /^\[?\d{2}[:/]\d{2}(?:[:/]\d{2,4})?(?: \d{2}:\d{2}:\d{2})?(?: [\w.]+)?\]:?\s+/,
  /^\d{2}:\d{2}:\d{2}(?:[.,]\d+)?\s+/,
  /^[-|]\s+/,
  /^\[?(?:ERROR|CRITICAL|FATAL|INFO|DEBUG)\]?(?::[\w.]+:|:| -|\s)\s*(?=[\w./]*(?:Error|Exception)\b)/,
  /^(?:[\w.]+ - )(?=(?:ERROR|CRITICAL)\b)/,
  /^Original (?:error|exception) was:\s+/i,
]

/** What warns, tries again or does without ends no run. */
const warning =
  /(?:^|[\s:[(])(?:\w*Warning|WARN(?:ING)?|W\d{4})\b|^\S+(?: \S+)?: W |\b(?:NCCL WARN|retry(?:ing)?|ignor(?:ing|ed)|skipp(?:ing|ed)|fall(?:ing|s)? ?back|(?:un)?able to find .* using|running offline|starting from scratch|will be ignored|using .* instead|continuing)\b/i

const exceptionLine =
  /^((?:[A-Za-z_]\w*\.)*(?:[A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt|Expired|NotFound|Timeout|Failure)|[a-z_]\w*\.(?:error|timeout|herror|gaierror))|(?:[a-z_]\w*\.)+[A-Z]\w+)(?::\s?(.*))?$/

/** What C++ says as it ends a program that nobody caught. */
const whatLine = /^\s*what\(\):\s+(.*)$/

/** Null for a line that warns of something, and for an empty one. */
export function readSaid(line: string): Said | null {
  let text = line.slice(0, maxLength).replace(colours, '').trimEnd()
  for (let round = 0; round < 4; round++) {
    const prefix = prefixes.find((one) => one.test(text))
    if (prefix === undefined) break
    text = text.replace(prefix, '')
  }
  if (text === '') return null
  const what = whatLine.exec(text)
  if (what !== null) return { exception: 'what', words: what[1] ?? '' }
  const [, exception, words] = exceptionLine.exec(text) ?? []
  if (exception !== undefined && !exception.endsWith('Warning')) return { exception, words: words ?? '' }
  return warning.test(text) ? null : { exception: null, words: text }
}
