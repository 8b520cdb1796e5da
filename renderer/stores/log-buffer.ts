import type { LogLine } from '../../shared/model/job.ts'

/** The newest lines of a log as they came, in a ring of fixed size; older ones make room. */
export class LogBuffer {
  readonly #capacity: number
  #lines: LogLine[] = []
  #start = 0
  #nextIndex = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get length(): number {
    return this.#lines.length
  }

  /** Index, within the job, of the line that would come next. */
  get nextIndex(): number {
    return this.#nextIndex
  }

  /** How many lines, counted from the log's first, are no longer held. */
  get droppedCount(): number {
    return this.at(0)?.index ?? 0
  }

  /** Lines that are known already are left out, so that a replay may overlap. */
  append(lines: readonly LogLine[]): void {
    for (const line of lines) {
      if (line.index < this.#nextIndex) continue
      this.#nextIndex = line.index + 1
      if (this.#lines.length < this.#capacity) {
        this.#lines.push(line)
      } else {
        this.#lines[this.#start] = line
        this.#start = (this.#start + 1) % this.#capacity
      }
    }
  }

  /** By position: 0 is the oldest line held. */
  at(position: number): LogLine | undefined {
    return position < 0 || position >= this.#lines.length
      ? undefined
      : this.#lines[(this.#start + position) % this.#lines.length]
  }

  /** The newest lines as they are shown, as many as fit into `maxLength` characters. */
  text(maxLength: number): string {
    const parts: string[] = []
    let length = 0
    for (let position = this.#lines.length - 1; position >= 0; position -= 1) {
      const text = plainText(this.at(position)?.text ?? '')
      length += text.length + 1
      if (length > maxLength) break
      parts.push(text)
    }
    return parts.reverse().join('\n')
  }
}

// Escape sequences of ECMA-48: CSI with its parameters, OSC up to its end, and the two-character ones.
const escapeSequences = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|[@-Z\\\\-_])',
  'g',
)
const otherControls = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f]', 'g')

/** A line as it is shown: no terminal escapes, no other control characters but tabs. */
export function plainText(text: string): string {
  return text.replace(escapeSequences, '').replace(otherControls, '')
}
