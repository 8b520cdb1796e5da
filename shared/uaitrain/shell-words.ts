import { replaceHidden } from '../text/foreign-text.ts'

/** A word as the shell sees it, and where it stands in the text. */
export interface ShellWord {
  readonly value: string
  readonly start: number
  readonly end: number
}

const separator = /[ \t\r\n]/
/** Needs no quotes anywhere in bash: neither expanded, nor split, nor matched against files. */
const plainWord = /^[A-Za-z0-9_@%+=:,./-]+$/
const spelling = /\$'((?:\\x[0-9a-f]{2})+)'/y

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
  if (first === '$') {
    const spelling = readSpelled(text, start)
    if (spelling !== null) return spelling
  }
  if (first !== '\\') return { value: first, end: start + 1 }
  return start + 1 < text.length ? { value: text.charAt(start + 1), end: start + 2 } : null
}

/** What `spelled` has made. */
function readSpelled(text: string, start: number): { value: string; end: number } | null {
  spelling.lastIndex = start
  const found = spelling.exec(text)
  if (found === null) return null
  const bytes = (found[1] ?? '').split('\\x').slice(1)
  const value = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (byte) => parseInt(byte, 16)),
  )
  return { value, end: spelling.lastIndex }
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

/**
 * A word that bash reads as exactly this text; the text itself where it needs no quotes. What cannot be seen is
 * spelled, so that a command is what it looks like.
 */
export function quoteWord(text: string): string {
  if (plainWord.test(text)) return text
  const quoted = text.replaceAll("'", String.raw`'\''`)
  return `'${replaceHidden(quoted, (character) => `'${spelled(character)}'`)}'`
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
  return `"${replaceHidden(escaped, (character) => `"${spelled(character)}"`)}"`
}

/** The bytes of a character in bash's own quotes. */
function spelled(character: string): string {
  const bytes = [...new TextEncoder().encode(character)]
  return `$'${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`
}
