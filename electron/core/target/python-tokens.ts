export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'op' | 'newline'
  readonly text: string
  readonly from: number
  /** Brackets around it that are open. */
  readonly depth: number
}

const pattern = new RegExp(
  [
    String.raw`(?<blank>[ \t\f]+|\\\r?\n|#[^\n]*)`,
    String.raw`(?<newline>\r?\n|\r)`,
    String.raw`(?<string>(?:[rRbBuUfFtT]{1,2})?(?:'''[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*'''|"""[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*"""|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"))`,
    String.raw`(?<number>(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?)[jJlL]*)`,
    String.raw`(?<name>[\p{L}_][\p{L}\p{N}\p{M}_]*)`,
    String.raw`(?<op>\*\*=?|//=?|>>=?|<<=?|<>|[-+*/%&|^@!=<>:]=|->|\.\.\.|[\s\S])`,
  ].join('|'),
  'uy',
)

/** The words of a file, of Python 2 or 3: comments and blanks left out, and line ends within brackets. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let depth = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { newline, string, number, name } = match.groups ?? {}
    const [word] = match
    const from = match.index
    if (match.groups?.['blank'] !== undefined) continue
    if (newline !== undefined) {
      if (depth === 0) tokens.push({ kind: 'newline', text: '\n', from, depth })
      continue
    }
    const kind = string !== undefined ? 'string' : number !== undefined ? 'number' : name !== undefined ? 'name' : 'op'
    if (kind === 'op' && /^[)\]}]$/.test(word)) depth = Math.max(0, depth - 1)
    tokens.push({ kind, text: word, from, depth })
    if (kind === 'op' && /^[([{]$/.test(word)) depth += 1
  }
  return tokens
}
