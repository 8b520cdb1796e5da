/** A word as the shell sees it, and where it stands in the text. */
export interface ShellWord {
  readonly value: string
  readonly start: number
  readonly end: number
}

const separator = /[ \t\r\n]/
/** Needs no quotes anywhere in bash: neither expanded, nor split, nor matched against files. */
const plainWord = /^[A-Za-z0-9_@%+=:,./-]+$/

/**
 * Splits a text by the rules of POSIX quotes and backslashes. Nothing is expanded: `$HOME` is five characters and
 * `;` is one. Null when a quote is left open or the text ends in a backslash.
 */
export function parseShellWords(text: string): readonly ShellWord[] | null {
  const words: ShellWord[] = []
  let position = 0
  while (position < text.length) {
    if (separator.test(text.charAt(position))) {
      position += 1
      continue
    }
    const word = readWord(text, position)
    if (word === null) return null
    words.push(word)
    position = word.end
  }
  return words
}

function readWord(text: string, start: number): ShellWord | null {
  let value = ''
  let position = start
  while (position < text.length && !separator.test(text.charAt(position))) {
    const part = readPart(text, position)
    if (part === null) return null
    value += part.value
    position = part.end
  }
  return { value, start, end: position }
}

/** One character, one escaped character or one pair of quotes with what is between. */
function readPart(text: string, start: number): { value: string; end: number } | null {
  const first = text.charAt(start)
  if (first === "'") {
    const close = text.indexOf("'", start + 1)
    return close < 0 ? null : { value: text.slice(start + 1, close), end: close + 1 }
  }
  if (first === '"') return readDoubleQuotes(text, start + 1)
  if (first !== '\\') return { value: first, end: start + 1 }
  return start + 1 < text.length ? { value: text.charAt(start + 1), end: start + 2 } : null
}

function readDoubleQuotes(text: string, start: number): { value: string; end: number } | null {
  let value = ''
  let position = start
  while (position < text.length) {
    const character = text.charAt(position)
    if (character === '"') return { value, end: position + 1 }
    const next = text.charAt(position + 1)
    const escapes = character === '\\' && next !== '' && '$`"\\'.includes(next)
    value += escapes ? next : character
    position += escapes ? 2 : 1
  }
  return null
}

/** A word that bash reads as exactly this text; the text itself where it needs no quotes. */
export function quoteWord(text: string): string {
  return plainWord.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * The same words for bash to read, none of them expanded. Plain words and the spaces between stay as they were
 * typed; a text with an open quote is returned unchanged.
 */
export function quoteWords(text: string): string {
  const words = parseShellWords(text)
  if (words === null) return text
  let quoted = ''
  let position = 0
  for (const word of words) {
    quoted += spaces(text.slice(position, word.start))
    quoted += quoteWord(word.value)
    position = word.end
  }
  return quoted + spaces(text.slice(position))
}

function spaces(gap: string): string {
  return ' '.repeat(gap.length)
}

/**
 * A script in double quotes, for bash to hand on unchanged. An exclamation mark leaves the quotes for a moment:
 * an interactive bash would look it up in its history otherwise.
 */
export function doubleQuote(script: string): string {
  const escaped = script.replace(/[\\$`"]/g, String.raw`\$&`).replaceAll('!', `"'!'"`)
  return `"${escaped}"`
}
