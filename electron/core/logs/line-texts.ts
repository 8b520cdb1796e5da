import { visibleText } from '../../../shared/log/visible-text.ts'
import type { LogLine } from '../../../shared/model/job.ts'

const maxShown = 1_000_000
/** More than that holds up whoever takes it from the clipboard. */
const maxCopied = 20_000_000

/** The first line, as far as it can be shown at all. */
export async function longLine(batches: AsyncIterable<readonly LogLine[]>): Promise<string> {
  for await (const [line] of batches) return (line?.text ?? '').slice(0, maxShown)
  return ''
}

/** Lines as they are shown, as many as go to a clipboard; with their times if wanted. */
export async function clipboardText(
  batches: AsyncIterable<readonly LogLine[]>,
  times: boolean,
): Promise<{ text: string; lineCount: number; complete: boolean }> {
  const parts: string[] = []
  let length = 0
  for await (const lines of batches) {
    for (const { at, text } of lines) {
      const shown = `${times ? `${new Date(at).toISOString()} ` : ''}${visibleText(text)}`
      length += shown.length + 1
      if (length > maxCopied) return { text: parts.join('\n'), lineCount: parts.length, complete: false }
      parts.push(shown)
    }
  }
  return { text: parts.join('\n'), lineCount: parts.length, complete: true }
}
