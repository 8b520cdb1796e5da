type Quote = "'" | '"' | null

/**
 * The commands of a pasted text, one a line: lines that end in a backslash are joined with the next one as a shell
 * does, those that begin with a flag with the one before, and the prompts that a terminal shows are left out.
 */
export function commandLinesOf(text: string): string[] {
  const lines: string[] = []
  for (const line of logicalLines(text.replaceAll('\r\n', '\n'))) {
    const bare = line.trim().replace(/^(?:[$#>%]|\S*@\S*[$#])\s+/, '')
    const previous = lines.at(-1)
    if (bare.startsWith('--') && previous !== undefined) lines[lines.length - 1] = `${previous} ${bare}`
    else if (bare !== '') lines.push(bare)
  }
  return lines
}

/** Ends a line at each line break that is neither quoted nor behind a backslash; an escaped one is taken out. */
function logicalLines(text: string): string[] {
  const lines: string[] = ['']
  let quote: Quote = null
  for (let position = 0; position < text.length; position += 1) {
    const character = text.charAt(position)
    const next = text.charAt(position + 1)
    if (character === '\\' && quote !== "'" && next !== '') {
      position += 1
      if (next !== '\n') append(lines, character + next)
      // A terminal shows where a command goes on with a prompt of its own.
      else if (text.startsWith('> ', position + 1)) position += 2
      continue
    }
    if (character === '\n' && quote === null) {
      lines.push('')
      continue
    }
    quote = quoteAfter(quote, character)
    append(lines, character)
  }
  return lines
}

function quoteAfter(quote: Quote, character: string): Quote {
  if (quote !== null) return character === quote ? null : quote
  return character === "'" || character === '"' ? character : null
}

function append(lines: string[], text: string): void {
  lines.push((lines.pop() ?? '') + text)
}
