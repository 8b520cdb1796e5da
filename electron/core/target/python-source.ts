import { parser } from '@lezer/python'
import type { SyntaxNode, Tree } from '@lezer/common'

/** A file of the code, read once for all checks. */
export interface PythonSource {
  /** Within the code folder. */
  readonly path: string
  readonly text: string
  readonly tree: Tree
  /** Position of the first character that no encoding was told for; null where Python reads all of them. */
  readonly undeclaredAt: number | null
  readonly hasMark: boolean
  /** Of the tree, by their names. */
  readonly nodes: ReadonlyMap<string, SyntaxNode[]>
  readonly lineStarts: readonly number[]
  /** In the order of the text. */
  readonly calls: readonly Call[]
}

type Parsed = Pick<PythonSource, 'text' | 'nodes'>

export interface SourceText {
  readonly text: string
  /** Position of the first character that no encoding was told for; null where Python reads all of them. */
  readonly undeclaredAt?: number | null
  /** Whether a byte order mark comes before the text. */
  readonly hasMark?: boolean
}

/** The grammar is that of Python 3, with the print statement of Python 2; what it does not know it steps over. */
export function parsePython(path: string, { text, undeclaredAt = null, hasMark = false }: SourceText): PythonSource {
  const tree = parser.parse(plainer(text))
  const source = { path, text, undeclaredAt, hasMark, tree, nodes: nodesByName(tree), lineStarts: lineStartsOf(text) }
  return { ...source, calls: callsOf(source) }
}

/** The same text as far as its structure goes, and as long, without what the grammar does not know. */
function plainer(text: string): string {
  return text
    .replace(/(?<![\w.])(\d+)\.(?![\w.])/g, '$10')
    .replace(/\byield(?=[ \t]*(?:[),\]#\n\r;]|$))/g, 'None_')
    .replace(/(\bas[ \t]+[\w.]*\w)\.(?=\w)/g, (part) => part.replaceAll('.', '_'))
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** A word of the code as a part of a pattern. */
export function asPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** From 1. */
export function lineAt({ lineStarts }: Pick<PythonSource, 'lineStarts'>, position: number): number {
  let [low, high] = [0, lineStarts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((lineStarts[middle] ?? 0) <= position) low = middle
    else high = middle
  }
  return low + 1
}

/** Of the first character of a line that is no blank. */
export function positionOfLine({ text, lineStarts }: Pick<PythonSource, 'text' | 'lineStarts'>, line: number): number {
  const start = lineStarts[line - 1] ?? text.length
  const blanks = /[ \t]*/y
  blanks.lastIndex = start
  return start + (blanks.exec(text)?.[0].length ?? 0)
}

export function textOf({ text }: Pick<PythonSource, 'text'>, node: Pick<SyntaxNode, 'from' | 'to'>): string {
  return text.slice(node.from, node.to)
}

const keptNames = [
  'CallExpression',
  'ImportStatement',
  'AssignStatement',
  'UpdateStatement',
  'String',
  'FormatString',
  'ContinuedString',
  'TypeDef',
  'ScopeStatement',
  'RaiseStatement',
  'YieldExpression',
  'YieldStatement',
  'ParamList',
  'ClassDefinition',
  'FunctionDefinition',
  'ForStatement',
  'TupleExpression',
  'ArrayExpression',
  'SetExpression',
  'DictionaryExpression',
  'MemberExpression',
  'VariableName',
  'PropertyName',
  'Decorator',
  'IfStatement',
] as const
type NodeName = (typeof keptNames)[number]
const kept: ReadonlySet<string> = new Set(keptNames)

function nodesByName(tree: Tree): Map<string, SyntaxNode[]> {
  const nodes = new Map<string, SyntaxNode[]>()
  tree.iterate({
    // Its `node` is made when it is asked for.
    enter: (at) => {
      if (!kept.has(at.name)) return
      const list = nodes.get(at.name)
      if (list === undefined) nodes.set(at.name, [at.node])
      else list.push(at.node)
    },
  })
  return nodes
}

/** Every node of some names, in the order of the text within each name. */
export function nodesOf({ nodes }: Pick<PythonSource, 'nodes'>, ...names: readonly NodeName[]): SyntaxNode[] {
  const [only] = names
  if (names.length === 1 && only !== undefined) return nodes.get(only) ?? []
  return names.flatMap((name) => nodes.get(name) ?? [])
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  return children
}

export function isInside(node: SyntaxNode, ...names: readonly string[]): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) if (names.includes(parent.name)) return true
  return false
}

/** A call with its arguments. */
export interface Call {
  readonly node: SyntaxNode
  /** As it is written: `parser.add_argument`. */
  readonly callee: string
  /** The last part of it. */
  readonly name: string
  readonly positional: readonly SyntaxNode[]
  readonly keywords: ReadonlyMap<string, SyntaxNode>
}

function callsOf(source: Parsed): Call[] {
  return nodesOf(source, 'CallExpression').map((node) => {
    const callee = node.firstChild === null ? '' : textOf(source, node.firstChild).replace(/\s+/g, '')
    return { node, callee, name: callee.split('.').at(-1) ?? '', ...argumentsOf(source, node.getChild('ArgList')) }
  })
}

/** Those of a function or a class, as calls: without brackets as well. */
export function decoratorsOf(source: PythonSource, definition: SyntaxNode): Call[] {
  const decorated = definition.parent?.name === 'DecoratedStatement' ? definition.parent.getChildren('Decorator') : []
  return decorated.map((node) => {
    const callee = textOf(source, node)
      .replace(/^@\s*/, '')
      .replace(/\([\s\S]*$/, '')
      .trim()
    return { node, callee, name: callee.split('.').at(-1) ?? '', ...argumentsOf(source, node.getChild('ArgList')) }
  })
}

function argumentsOf(source: Parsed, list: SyntaxNode | null): Pick<Call, 'positional' | 'keywords'> {
  const positional: SyntaxNode[] = []
  const keywords = new Map<string, SyntaxNode>()
  const parts = list === null ? [] : childrenOf(list).filter(({ name }) => !['(', ')', ',', 'Comment'].includes(name))
  for (let index = 0; index < parts.length; index++) {
    const [part, next, value] = parts.slice(index, index + 3)
    if (part === undefined) break
    if (next?.name === 'AssignOp' && value !== undefined) {
      keywords.set(textOf(source, part), value)
      index += 2
    } else positional.push(part)
  }
  return { positional, keywords }
}

/** The text of a plain string; null for anything that is put together. */
export function stringOf(source: PythonSource, node: SyntaxNode | undefined): string | null {
  if (node?.name !== 'String') return null
  const match = /^[bBrRuU]*('''|"""|'|")([\s\S]*)\1$/.exec(textOf(source, node))
  return match?.[2] ?? null
}
