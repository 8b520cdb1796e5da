import type { SyntaxNode } from '@lezer/common'
import { childrenOf, nodesOf, textOf, type PythonSource } from '../python-source.ts'
import { readPath } from './path-text.ts'

/** What a file does to Python's search path. */
export interface PathChange {
  /** Folders within the code folder that it puts there. */
  readonly folders: readonly string[]
  /** Whether there are others that cannot be read. */
  readonly isOpen: boolean
}

const touched = /\bsys\.path\b|\bsite\.addsitedir\b|\bPYTHONPATH\b|^\s*from\s+sys\s+import[^\n]*\bpath\b/m

export function pathChangeOf(source: PythonSource): PathChange {
  if (!touched.test(source.text)) return { folders: [], isOpen: false }
  const nodes: SyntaxNode[] = []
  for (const { callee, positional } of source.calls) {
    if (/^(?:sys\.)?path\.append$|^site\.addsitedir$/.test(callee)) nodes.push(...positional.slice(0, 1))
    else if (/^(?:sys\.)?path\.insert$/.test(callee)) nodes.push(...positional.slice(1, 2))
    else if (/^sys\.path\.extend$/.test(callee)) nodes.push(...listed(positional[0]))
  }
  for (const node of nodesOf(source, 'AssignStatement', 'UpdateStatement')) {
    const [target, , value] = childrenOf(node)
    if (target === undefined || value === undefined || !/^sys\.path\b/.test(textOf(source, target))) continue
    const lists = value.name === 'BinaryExpression' ? childrenOf(value) : [value]
    nodes.push(
      ...lists.flatMap((one) =>
        one.name === 'ArrayExpression'
          ? listed(one)
          : /^sys\.path\b/.test(textOf(source, one)) || one.name.endsWith('Op')
            ? []
            : [one],
      ),
    )
  }
  const folders = nodes.map((node) => readPath(source, node))
  const isOpen =
    /\bPYTHONPATH\b/.test(source.text) ||
    (nodes.length === 0 && /\bsys\.path\.(?:append|insert|extend|__)|\bsys\.path\s*(?:\+?=[^=])/.test(source.text))
  return { folders: folders.filter((folder) => folder !== null), isOpen: isOpen || folders.includes(null) }
}

function listed(node: SyntaxNode | undefined): SyntaxNode[] {
  if (node === undefined) return []
  if (node.name !== 'ArrayExpression' && node.name !== 'TupleExpression') return [node]
  return childrenOf(node).filter(({ name }) => !/^[[\](),]$|Comment/.test(name))
}
