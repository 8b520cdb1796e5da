export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(bytes: Uint8Array): string[]
  /** What is left when the bytes have ended. */
  end(): string[]
  /** Whether carriage returns have changed the open line since it was last taken. */
  readonly hasLive: boolean
  /** The open line as a terminal would show it, if there is a change to show. */
  takeLive(): string | null
}

/** Longest line in UTF-16 units; what is longer comes in pieces. */
export const maxLineLength = 64 * 1024

/**
 * Bytes of a terminal program become lines, whatever the chunks: UTF-8 (broken bytes are replaced), `\n` or
 * `\r\n` ends a line, a lone `\r` starts it anew, so that of a progress bar only the last state is kept.
 */
export function createLineSplitter(maxLength = maxLineLength): LineSplitter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let current = ''
  /** What stood in the line before the last `\r`: shown until something is written over it. */
  let overwritten = ''
  let liveChanged = false
  let lastLive: string | null = null

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
    liveChanged = true
  }
  const finish = (lines: string[]): void => {
    const line = current === '' ? overwritten : current
    if (lastLive === null || line !== lastLive) lines.push(line)
    current = ''
    overwritten = ''
    liveChanged = false
    lastLive = null
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

  const liveText = (): string | null => {
    const text = current === '' ? overwritten : current
    return !liveChanged || text === '' || text === lastLive ? null : text
  }

  return {
    push: (bytes) => read(decoder.decode(bytes, { stream: true })),
    end: () => {
      const lines = read(decoder.decode())
      if (current !== '' || overwritten !== '') finish(lines)
      return lines
    },
    get hasLive() {
      return liveText() !== null
    },
    takeLive: () => {
      const text = liveText()
      if (text === null) return null
      liveChanged = false
      lastLive = text
      return text
    },
  }
}

function endsInsidePair(text: string, length: number): boolean {
  const last = text.charCodeAt(length - 1)
  return last >= 0xd800 && last <= 0xdbff
}
