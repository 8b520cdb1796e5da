import { escapeSequences } from './visible-text.ts'

/** How bad a line says it is. */
export type LogLevel = 'error' | 'warning' | 'info'

/** A line's head says enough. */
const looked = 400

/**
 * What names an error beyond doubt. Not every line with the word is one: training tools write metrics such as
 * `error: 0.12`, and their progress to the error output.
 */
const errors = new RegExp(
  [
    String.raw`^\s*Traceback \(most recent call last\):`,
    String.raw`^(?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*(?:Error|Exception|Interrupt)|StopIteration|SystemExit)(?:: |:?$)`,
    String.raw`\b(?:ERROR|FATAL|CRITICAL|PANIC)\b`,
    String.raw`^\s*(?:\S+: )?(?:[Ff]atal )?[Ee]rror:(?!\s*[-+.\d])`,
    String.raw`\b(?:Segmentation fault|[Bb]us error|core dumped|CUDA error|CUDA out of memory|No space left on device)\b`,
    String.raw`: (?:Permission denied|command not found|No such file or directory)$`,
  ].join('|'),
)
const warnings = /\bWARN(?:ING)?\b|^\s*(?:\S+: )?[Ww]arning:|\b[A-Z]\w*Warning:/

export function levelOf(text: string): LogLevel {
  const start = text.length > looked ? text.slice(0, looked) : text
  const head = start.includes('\u001b') ? start.replace(escapeSequences, '') : start
  if (errors.test(head)) return 'error'
  return warnings.test(head) ? 'warning' : 'info'
}
