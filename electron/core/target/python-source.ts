import { parser } from '@lezer/python'
import type { SyntaxNode, Tree } from '@lezer/common'

/** A file of the code, read once for all checks. */
export interface PythonSource {
  /** Within the code folder. */
  readonly path: string
  readonly text: string
  readonly tree: Tree
  /** In the order of the text. */
  readonly calls: readonly Call[]
}

type Parsed = Omit<PythonSource, 'calls'>

/** The grammar is that of Python 3, with the print statement of Python 2; what it does not know it steps over. */
export function parsePython(path: string, text: string): PythonSource {
  const source = { path, text, tree: parser.parse(text) }
  return { ...source, calls: callsOf(source) }
}

export function lineAt({ text }: PythonSource, position: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++
  return line
}

export function textOf({ text }: Pick<PythonSource, 'text'>, node: Pick<SyntaxNode, 'from' | 'to'>): string {
  return text.slice(node.from, node.to)
}

/** Every node of some names, in the order of the text. */
export function nodesOf(source: Pick<PythonSource, 'tree'>, ...names: readonly string[]): SyntaxNode[] {
  const found: SyntaxNode[] = []
  source.tree.iterate({
    // Its `node` is made when it is asked for.
    enter: (at) => {
      if (names.includes(at.name)) found.push(at.node)
    },
  })
  return found
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
