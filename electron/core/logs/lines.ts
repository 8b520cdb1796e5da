export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(bytes: Uint8Array): string[]
  /** What is left when the bytes have ended. */
  end(): string[]
  /** The open line as a terminal would show it, its beginning only if it is long; empty when there is none. */
  readonly live: string
}

/** Longest line in UTF-16 units; what is longer comes in pieces, so that it need not fit into memory. */
export const maxLineLength = 8 * 1024 * 1024
const maxLiveLength = 2000

/**
 * Bytes of a terminal program become lines, whatever the chunks: UTF-8 (broken bytes are replaced), `\n` or
 * `\r\n` ends a line, a lone `\r` starts it anew, so that of a progress bar only the last state is kept.
 */
export function createLineSplitter(maxLength = maxLineLength): LineSplitter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let current = ''
  /** What stood in the line before the last `\r`: shown until something is written over it. */
  let overwritten = ''

  const append = (text: string, lines: string[]): void => {
    current += text
    while (current.length > maxLength) {
      const cut = endsInsidePair(current, maxLength) ? maxLength - 1 : maxLength
      lines.push(current.slice(0, cut))
      current = current.slice(cut)
      overwritten = ''
    }
  }
  const startAnew = (): void => {
    if (current !== '') overwritten = current
    current = ''
  }
  const finish = (lines: string[]): void => {
    lines.push(current === '' ? overwritten : current)
    current = ''
    overwritten = ''
  }
  const read = (text: string): string[] => {
    const lines: string[] = []
    let start = 0
    for (const mark of text.matchAll(/[\r\n]/g)) {
      append(text.slice(start, mark.index), lines)
      if (mark[0] === '\n') finish(lines)
      else startAnew()
      start = mark.index + 1
    }
    append(text.slice(start), lines)
    return lines
  }

  return {
    push: (bytes) => read(decoder.decode(bytes, { stream: true })),
    end: () => {
      const lines = read(decoder.decode())
      if (current !== '' || overwritten !== '') finish(lines)
      return lines
    },
    get live() {
      const text = current === '' ? overwritten : current
      return text.length > maxLiveLength ? text.slice(0, maxLiveLength) : text
    },
  }
}

function endsInsidePair(text: string, length: number): boolean {
  const last = text.charCodeAt(length - 1)
  return last >= 0xd800 && last <= 0xdbff
}
