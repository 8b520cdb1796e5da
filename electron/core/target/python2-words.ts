import { tokensOf, type Token } from './python-tokens.ts'

/** A place where a file is written for Python 2 alone. */
export interface OldSpot {
  readonly from: number
  readonly subject: string
}

export interface Translated {
  /** The same lines with what only Python 2 takes put into words of Python 3; it has the same structure, no more. */
  readonly text: string
  readonly spots: readonly OldSpot[]
}

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

const endOfFile: Pick<Token, 'kind' | 'text' | 'depth'> = { kind: 'newline', text: '', depth: 0 }
const notAfterPrint = /^(?:in|is|and|or|if|else|for|as|import)$/

/** Puts a file of Python 2 into such words that a parser of Python 3 can judge all the rest of it. */
export function translatePython2(text: string, keepStrings: boolean): Translated {
  const tokens = tokensOf(text)
  const edits: Edit[] = []
  const spots: OldSpot[] = []
  const hasPrintFunction = /^from\s+__future__\s+import\b[^\n]*\bprint_function\b/m.test(text)
  const replace = ({ from, text: word }: Token, by: string): void => {
    edits.push({ from, to: from + word.length, text: by })
  }
  const tell = ({ from }: Token, subject: string): void => void spots.push({ from, subject })
  let ticks = 0
  tokens.forEach((token, index) => {
    const next = tokens[index + 1]
    if (token.kind === 'string') readString(token)
    else if (token.kind === 'number') readNumber(token)
    else if (token.text === '<>') {
      replace(token, '!=')
      tell(token, '<>')
    } else if (token.text === '`') {
      ticks += 1
      replace(token, ticks % 2 === 1 ? '(' : ')')
      tell(token, '`…`')
    } else if (token.text === 'lambda' && next?.text === '(') {
      unwrap(index + 1)
      tell(token, 'lambda (…): …')
    } else if (token.text === 'def' && tokens[index + 2]?.text === '(') readParameters(index + 2)
    else if (token.text === 'async' && !/^(?:def|for|with)$/.test(next?.text ?? '')) replace(token, 'async_')
    else if (token.text === 'nonlocal' && /^[-+*/=),.\]]/.test(next?.text ?? '')) replace(token, 'nonlocal_')
    else if (token.text === 'await' && /^[=),.\]]$/.test(next?.text ?? '')) replace(token, 'await_')
    else if (/^(?:True|False|None)$/.test(token.text) && tokens[index - 1]?.text === '.')
      replace(token, `${token.text}_`)
    else if (startsStatement(tokens, index)) readStatement(token, index)
  })
  return { text: applied(text, edits), spots }

  function readString(token: Token): void {
    const prefix = /^[a-zA-Z]*/.exec(token.text)?.[0] ?? ''
    if (/^ur$/i.test(prefix)) {
      replace(token, token.text.slice(1))
      tell(token, `${prefix}"…"`)
    } else if (!keepStrings && !/[fF]/.test(prefix)) {
      replace(token, `'_${'\\\n'.repeat(token.text.split('\n').length - 1)}_'`)
    }
  }

  function readNumber(token: Token): void {
    if (/^0[0-7]*[1-7][0-7]*[lL]?$/.test(token.text)) replace(token, token.text.replace(/^0+|[lL]$/g, ''))
    else if (/[lL]$/.test(token.text)) replace(token, `${token.text.slice(0, -1)} `)
    else return
    tell(token, token.text)
  }

  function readStatement(token: Token, index: number): void {
    const next = tokens[index + 1]
    if (token.text === 'print' && !hasPrintFunction) readPrint(token, next)
    else if (token.text === 'exec' && (next?.kind === 'string' || (next?.kind === 'name' && next.text !== 'in'))) {
      replace(token, '_ =')
      tell(token, 'exec')
    } else if (token.text === 'raise') {
      if (commaOf(index) === null) return
      replace(token, '_ =')
      tell(token, 'raise …, …')
    } else if (token.text === 'except') readExcept(index)
  }

  function readPrint(token: Token, next: Token | undefined): void {
    if (next === undefined) return
    const isWord = next.kind === 'name' && !notAfterPrint.test(next.text)
    if (next.text === '>>') {
      edits.push({ from: token.from, to: next.from + 2, text: '_ =' })
      tell(token, 'print >>')
    } else if (isWord || next.kind === 'string' || next.kind === 'number' || /^[`{~]$/.test(next.text)) {
      replace(token, '_ =')
      tell(token, 'print')
    }
  }

  /** The place of a comma of the statement itself. */
  function commaOf(index: number): number | null {
    const depth = tokens[index]?.depth ?? 0
    for (let at = index + 1; at < tokens.length; at++) {
      const { kind, text: word, depth: here } = tokens[at] ?? endOfFile
      if (kind === 'newline' || (here === depth && /^[:;]$/.test(word))) return null
      if (here === depth && word === ',') return at
    }
    return null
  }

  function readExcept(index: number): void {
    const comma = commaOf(index)
    const at = comma === null ? undefined : tokens[comma]
    if (comma === null || at === undefined) return
    const colon = tokens.findIndex(
      ({ text: word, depth }, place) => place > comma && depth === at.depth && word === ':',
    )
    const end = tokens[colon]
    if (end === undefined) return
    const isName = colon === comma + 2 && tokens[comma + 1]?.kind === 'name'
    edits.push(isName ? { from: at.from, to: at.from + 1, text: ' as ' } : { from: at.from, to: end.from, text: '' })
    tell(at, 'except …, …')
  }

  function readParameters(open: number): void {
    const depth = (tokens[open]?.depth ?? 0) + 1
    for (let at = open + 1; at < tokens.length; at++) {
      const token = tokens[at]
      if (token === undefined || token.depth < depth || token.kind === 'newline') return
      const before = tokens[at - 1]?.text ?? ''
      if (token.text !== '(' || token.depth !== depth || (before !== '(' && before !== ',')) continue
      unwrap(at)
      tell(token, 'def …((…))')
    }
  }

  /** Takes a pair of brackets away. */
  function unwrap(open: number): void {
    const first = tokens[open]
    if (first === undefined) return
    const last = tokens.find(
      ({ from, text: word, depth }) => from > first.from && word === ')' && depth === first.depth,
    )
    if (last === undefined) return
    replace(first, ' ')
    replace(last, ' ')
  }
}

/** Whether a word is the first of a statement. */
export function startsStatement(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]
  if (before === undefined || before.kind === 'newline') return true
  if (before.depth > 0 || (before.text !== ';' && before.text !== ':')) return false
  if (before.text === ';') return true
  for (let at = index - 2; at >= 0 && tokens[at]?.kind !== 'newline'; at--)
    if (tokens[at]?.text === 'lambda') return false
  return true
}

function applied(text: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    if (edit.from < at) continue
    parts.push(text.slice(at, edit.from), edit.text)
    at = edit.to
  }
  return [...parts, text.slice(at)].join('')
}
