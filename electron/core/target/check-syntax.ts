import type { SyntaxNode } from '@lezer/common'
import { findingAt, type Finding } from './finding.ts'
import { childrenOf, nodesOf, textOf, type PythonSource } from './python-source.ts'
import type { PythonVersion } from './python-version.ts'

interface Spot {
  readonly node: Pick<SyntaxNode, 'from'>
  readonly subject: string
}

/** Does the file parse in the base image's Python? Without a known one, only what no Python takes is told. */
export function checkSyntax(source: PythonSource, python: PythonVersion | null): Finding[] {
  const old = oldSyntax(source)
  const [broken] = nodesOf(source, '⚠')
  if (python?.major === 2) return [...firstAs('python-3-syntax', newSyntax(source)), ...encoding(source)]
  if (python !== null && old.length > 0) return firstAs('python-2-syntax', old)
  const newer = python === null ? [] : firstAs('python-newer', newerSyntax(source, python))
  const names = python === null ? [] : firstAs('python-2-name', oldNames(source))
  if (broken === undefined || old.length > 0) return [...newer, ...names]
  return [findingAt('syntax', source, broken.from, lineText(source, broken.from)), ...names]

  function firstAs(
    code: 'python-2-syntax' | 'python-2-name' | 'python-3-syntax' | 'python-newer',
    spots: Spot[],
  ): Finding[] {
    const [first] = spots.toSorted((a, b) => a.node.from - b.node.from)
    return first === undefined ? [] : [findingAt(code, source, first.node.from, first.subject)]
  }
}

function lineText({ text }: PythonSource, position: number): string {
  const start = text.lastIndexOf('\n', position - 1) + 1
  const end = text.indexOf('\n', position)
  return text
    .slice(start, end < 0 ? undefined : end)
    .trim()
    .slice(0, 80)
}

/** What only Python 2 takes. */
function oldSyntax(source: PythonSource): Spot[] {
  const spots: Spot[] = []
  const add = (node: SyntaxNode, subject: string): void => void spots.push({ node, subject })
  for (const node of nodesOf(source, 'PrintStatement')) add(node, 'print')
  for (const node of nodesOf(source, 'TryStatement')) {
    const children = childrenOf(node)
    const comma = children.find(({ name }, index) => name === ',' && children[index - 2]?.name === 'except')
    if (comma !== undefined) add(comma, 'except …, …')
  }
  for (const node of nodesOf(source, 'RaiseStatement')) if (node.getChild(',') !== null) add(node, 'raise …, …')
  for (const node of nodesOf(source, 'CompareOp')) if (textOf(source, node) === '<>') add(node, '<>')
  for (const node of nodesOf(source, 'Number')) {
    if (/^0[0-7]*[1-7][0-7]*$/.test(textOf(source, node))) add(node, textOf(source, node))
  }
  for (const node of nodesOf(source, 'VariableName')) {
    if (textOf(source, node) === 'exec' && /^exec[ \t]+["'\w]/.test(source.text.slice(node.from))) add(node, 'exec')
  }
  return spots
}

const removedNames: readonly string[] = ['xrange', 'raw_input', 'unicode', 'basestring', 'unichr', 'execfile']
const removedMethods: readonly string[] = ['iteritems', 'itervalues', 'iterkeys', 'has_key']

/** Calls of what Python 3 no longer has, unless the file itself gives the name a meaning. */
function oldNames(source: PythonSource): Spot[] {
  const calls = source.calls
  const isGiven = (name: string): boolean =>
    new RegExp(`^\\s*${name}\\s*=|import\\s[^\\n]*\\b${name}\\b|def ${name}\\(`, 'm').test(source.text)
  const names = calls.filter(({ callee }) => removedNames.includes(callee) && !isGiven(callee))
  const methods = calls.filter(({ name, callee }) => {
    return removedMethods.includes(name) && callee !== name && !callee.startsWith('six.')
  })
  return [...names, ...methods].map(({ node, name }) => ({ node, subject: name }))
}

/** What Python 2.7 does not take. */
function newSyntax(source: PythonSource): Spot[] {
  const spots: Spot[] = []
  const add = (node: SyntaxNode, subject: string): void => void spots.push({ node, subject })
  for (const node of nodesOf(source, 'FormatString')) add(node, textOf(source, node).slice(0, 40))
  for (const node of nodesOf(source, 'TypeDef')) add(node, textOf(source, node).slice(0, 40))
  for (const node of nodesOf(source, 'NamedExpression')) add(node, ':=')
  for (const node of nodesOf(source, 'await')) add(node, 'await')
  for (const node of nodesOf(source, 'ScopeStatement')) {
    if (node.getChild('nonlocal') !== null) add(node, 'nonlocal')
  }
  for (const node of nodesOf(source, 'RaiseStatement')) if (node.getChild('from') !== null) add(node, 'raise … from')
  for (const node of nodesOf(source, 'YieldExpression', 'YieldStatement')) {
    if (node.getChild('from') !== null) add(node, 'yield from')
  }
  for (const node of nodesOf(source, 'ArithOp')) if (textOf(source, node) === '@') add(node, '@')
  for (const call of source.calls) {
    const isPrint = call.callee === 'print' && call.keywords.size > 0 && !/\bprint_function\b/.test(source.text)
    if (isPrint) add(call.node, `print(…, ${[...call.keywords.keys()][0] ?? ''}=…)`)
    if (call.callee === 'super' && call.positional.length === 0) add(call.node, 'super()')
  }
  return spots
}

/** What came to Python 3 after the base image's. */
function newerSyntax(source: PythonSource, python: PythonVersion): Spot[] {
  const spots: (Spot & { since: number })[] = []
  const add = (node: Pick<SyntaxNode, 'from'>, subject: string, since: number): void => {
    spots.push({ node, subject: `${subject} (Python 3.${since})`, since })
  }
  for (const node of nodesOf(source, 'FormatString')) add(node, 'f"…"', 6)
  for (const node of nodesOf(source, 'NamedExpression')) add(node, ':=', 8)
  for (const node of nodesOf(source, 'MatchStatement')) add(node, 'match', 10)
  const future = /^from __future__ import .*\bannotations\b/m.exec(source.text)
  if (future !== null) add({ from: future.index }, 'from __future__ import annotations', 7)
  return spots.filter(({ since }) => since > python.minor)
}

/** PEP 263: beyond ASCII, Python 2 wants to be told the encoding in one of the first two lines. */
function encoding(source: PythonSource): Finding[] {
  const foreign = /[^\x00-\x7f]/.exec(source.text)
  const isTold = source.text.split('\n', 2).some((line) => /^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+/.test(line))
  if (foreign === null || isTold) return []
  return [findingAt('encoding-missing', source, foreign.index, lineText(source, foreign.index))]
}
