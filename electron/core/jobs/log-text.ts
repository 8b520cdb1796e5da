import type { LogLine, LogSource } from '../../../shared/model/job.ts'

/** Lines as the text of a file, piece by piece: a line's time, `!` if it was error output, and its text. */
export async function* logText(batches: AsyncIterable<readonly LogLine[]>): AsyncGenerator<string, void> {
  for await (const lines of batches) yield lines.map(textOf).join('')
}

export function savedMark(source: LogSource): string {
  return source === 'err' ? '!' : ' '
}

function textOf({ at, source, text }: LogLine): string {
  return `${new Date(at).toISOString()} ${savedMark(source)} ${text}\n`
}
