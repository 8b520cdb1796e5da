import { tokensOf } from './python-tokens.ts'
import { startsStatement } from './python2-words.ts'
import type { OldSpot } from './python2-words.ts'
import { nodesOf, textOf, childrenOf, type PythonSource } from './python-source.ts'

/** What Python 2.7 does not take. */
export function onlyInPython3(source: PythonSource): OldSpot[] {
  const spots: OldSpot[] = []
  const add = ({ from }: { readonly from: number }, subject: string): void => void spots.push({ from, subject })
  const hasPrintFunction = /^from\s+__future__\s+import\b[^\n]*\bprint_function\b/m.test(source.text)
  addWords()
  for (const node of nodesOf(source, 'TypeDef')) {
    const start = source.text.lastIndexOf('\n', node.from) + 1
    // The grammar takes what follows a lambda's tuple for a type.
    if (!/\blambda\b/.test(source.text.slice(start, node.from))) add(node, textOf(source, node).slice(0, 40))
  }
  for (const node of nodesOf(source, 'ScopeStatement'))
    if (node.getChild('nonlocal') !== null && node.getChild('VariableName') !== null) add(node, 'nonlocal')
  for (const node of nodesOf(source, 'RaiseStatement')) if (node.getChild('from') !== null) add(node, 'raise … from')
  for (const node of nodesOf(source, 'YieldExpression', 'YieldStatement')) {
    if (node.getChild('from') !== null) add(node, 'yield from')
  }
  for (const node of nodesOf(source, 'ParamList')) {
    const parts = childrenOf(node)
    const star = parts.findIndex(({ name }) => name === '*')
    const after = star < 0 ? [] : parts.slice(star + 1)
    // The name behind a star is the one that takes the rest; one that follows a comma has to be named.
    const named = after.find(({ name }, index) => name === 'VariableName' && after[index - 1]?.name === ',')
    if (named !== undefined) add(named, `*, ${textOf(source, named)}`)
  }
  for (const node of nodesOf(source, 'ClassDefinition')) {
    const hasKeyword = childrenOf(node).some((part) => part.name === 'ArgList' && part.getChild('AssignOp') !== null)
    if (hasKeyword) add(node, 'class …(…=…)')
  }
  for (const node of nodesOf(
    source,
    'AssignStatement',
    'ForStatement',
    'TupleExpression',
    'ArrayExpression',
    'SetExpression',
    'DictionaryExpression',
  )) {
    const star = childrenOf(node).find(({ name }) => /^\*\*?$/.test(name))
    if (star !== undefined) add(star, '*…')
  }
  for (const call of source.calls) {
    const isPrint = call.callee === 'print' && call.keywords.size > 0 && !hasPrintFunction
    if (isPrint) add(call.node, `print(…, ${[...call.keywords.keys()][0] ?? ''}=…)`)
    if (call.callee === 'super' && call.positional.length === 0) add(call.node, 'super()')
  }
  return spots

  function addWords(): void {
    const tokens = tokensOf(source.text)
    tokens.forEach((token, index) => {
      const { kind, text } = token
      const before = tokens[index - 1]
      const next = tokens[index + 1]
      if (kind === 'string' && /^(?:[fF][rR]?|[rR][fF])['"]/.test(text)) add(token, text.slice(0, 40))
      if (kind === 'string' && /^[rR][bB]['"]/.test(text)) add(token, 'rb"…"')
      if (kind === 'number' && text.includes('_')) add(token, text)
      if (kind === 'name' && /[^\x00-\x7f]/.test(text)) add(token, text)
      if (text === 'async' && /^(?:def|for|with)$/.test(next?.text ?? '')) add(token, 'async')
      if (text === ':=') add(token, ':=')
      if (text === '...' && before?.text !== '[' && before?.text !== ',' && next?.text !== ']') add(token, '...')
      if (text === '@' && before !== undefined && before.kind !== 'newline' && !startsStatement(tokens, index))
        add(token, '@')
      if (text === '@=') add(token, '@=')
      const isPrintName = text === 'print' && !hasPrintFunction && !startsStatement(tokens, index)
      if (isPrintName && before?.text !== 'import') add(token, before?.text === '.' ? '.print' : 'print')
      if (text === 'exec' && (before?.text === '.' || before?.text === 'def')) add(token, 'exec')
    })
  }
}
