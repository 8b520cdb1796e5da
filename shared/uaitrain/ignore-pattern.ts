/** One line of a `.dockerignore`, ready to be matched. */
export interface IgnorePattern {
  /** Begins with `!`: takes back what earlier lines left out. */
  readonly isException: boolean
  /** Of a path relative to the context, with `/` between folders. */
  readonly matches: (path: string) => boolean
}

/**
 * Compiles one line, or null for what Docker skips: empty lines and comments. Throws a SyntaxError for what Docker
 * refuses. The rules are those of Go's `filepath.Match`, plus `**` for any number of folders; unlike git's, every
 * pattern is anchored at the top, and a trailing slash means nothing.
 */
export function parseIgnorePattern(line: string): IgnorePattern | null {
  if (line.startsWith('#')) return null
  const text = line.trim()
  const isException = text.startsWith('!')
  const pattern = isException ? text.slice(1).trim() : text
  if (pattern === '') {
    if (isException) throw new SyntaxError(`nothing after the exclamation mark: ${text}`)
    return null
  }
  return { isException, matches: matcher(cleanPath(pattern)) }
}

/** Most patterns only ask how a path ends, which is asked of every file of a folder. */
function matcher(pattern: string): IgnorePattern['matches'] {
  const name = /^\*\*\/([^*?[\\]+)$/.exec(pattern)?.[1]
  if (name !== undefined) return (path) => path === name || path.endsWith(`/${name}`)
  const end = /^\*\*\/\*([^/*?[\\]+)$/.exec(pattern)?.[1]
  if (end !== undefined) return (path) => path.endsWith(end)
  const expression = new RegExp(`^${anySuffix(pattern) ?? source(pattern)}$`, 'su')
  return (path) => expression.test(path)
}

/** Why Docker would refuse a line, in words; null for a good one. */
export function ignorePatternProblem(line: string): string | null {
  try {
    parseIgnorePattern(line)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** As Go's `filepath.Clean`, seen from the top of the context. */
function cleanPath(pattern: string): string {
  const parts: string[] = []
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !pattern.startsWith('/')) parts.push(part)
  }
  return parts.length === 0 ? '.' : parts.join('/')
}

/** `**.pyc` stands for every path that ends so, though `**` stands for whole folders wherever a wildcard follows it. */
function anySuffix(pattern: string): string | null {
  const plainEnd = /^\*\*([^/*?[\\][^*?[\\]*)$/.exec(pattern)?.[1]
  return plainEnd === undefined ? null : `.*${Array.from(plainEnd, escape).join('')}`
}

function source(pattern: string): string {
  let expression = ''
  let position = 0
  while (position < pattern.length) {
    const { text, end } = token(pattern, position)
    expression += text
    position = end
  }
  return expression
}

function token(pattern: string, start: number): { text: string; end: number } {
  const character = String.fromCodePoint(pattern.codePointAt(start) ?? 0)
  const next = start + character.length
  if (character === '*') return stars(pattern, start)
  if (character === '?') return { text: '[^/]', end: next }
  if (character === '[') return characterClass(pattern, start)
  if (character !== '\\') return { text: escape(character), end: next }
  const escaped = pattern.codePointAt(next)
  if (escaped === undefined) throw new SyntaxError(`ends in a backslash: ${pattern}`)
  const literal = String.fromCodePoint(escaped)
  return { text: escape(literal), end: next + literal.length }
}

function stars(pattern: string, start: number): { text: string; end: number } {
  if (pattern.charAt(start + 1) !== '*') return { text: '[^/]*', end: start + 1 }
  const afterSlash = pattern.charAt(start + 2) === '/' ? start + 3 : start + 2
  return afterSlash >= pattern.length ? { text: '.*', end: afterSlash } : { text: '(?:.*/)?', end: afterSlash }
}

/** `[a-z]` or `[^a-z]`; a backslash makes the next character an ordinary one. */
function characterClass(pattern: string, start: number): { text: string; end: number } {
  const characters = Array.from(pattern.slice(start + 1))
  const isNegated = characters[0] === '^'
  let index = isNegated ? 1 : 0
  const readOne = (): string => {
    const isEscaped = characters[index] === '\\'
    const character = characters[isEscaped ? index + 1 : index]
    if (character === undefined || (!isEscaped && '-]'.includes(character))) {
      throw new SyntaxError(`a class is not closed: ${pattern}`)
    }
    index += isEscaped ? 2 : 1
    return character
  }
  let inside = ''
  do {
    const low = readOne()
    let high = low
    if (characters[index] === '-') {
      index += 1
      high = readOne()
    }
    if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) throw new SyntaxError(`a range is empty: ${pattern}`)
    inside += `${escapeInClass(low)}-${escapeInClass(high)}`
  } while (characters[index] !== ']' && index < characters.length)
  if (characters[index] !== ']') throw new SyntaxError(`a class is not closed: ${pattern}`)
  const length = characters.slice(0, index + 1).join('').length
  return { text: `[${isNegated ? '^' : ''}${inside}]`, end: start + 1 + length }
}

function escape(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}

function escapeInClass(character: string): string {
  return character === '-' ? String.raw`\-` : escape(character)
}
