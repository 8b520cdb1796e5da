import type { SyntaxNode } from '@lezer/common'
import { childrenOf, isInside, nodesOf, textOf, type PythonSource } from './python-source.ts'

export interface ImportedModule {
  /** `os.path`; what `from os import path` may import as well has a name of its own. */
  readonly name: string
  /** Names taken from it, which may be modules. */
  readonly members: readonly string[]
  /** Dots before the name of a relative import. */
  readonly level: number
  readonly position: number
  /** Behind a `try` or an `if`: the code knows what to do without it. */
  readonly isGuarded: boolean
  /** In a function: only who calls it needs it. */
  readonly isLate: boolean
}

const known = new WeakMap<PythonSource, ImportedModule[]>()

export function importsOf(source: PythonSource): ImportedModule[] {
  const before = known.get(source)
  if (before !== undefined) return before
  const read = nodesOf(source, 'ImportStatement').flatMap((node) => readImport(source, node))
  known.set(source, read)
  return read
}

function readImport(source: PythonSource, node: SyntaxNode): ImportedModule[] {
  const words = childrenOf(node)
    .filter(({ name }) => name !== 'Comment')
    .map((child) => textOf(source, child))
  const isGuarded = isInside(node, 'TryStatement') || isConditional(source, node)
  const place = { position: node.from, isGuarded, isLate: isInside(node, 'FunctionDefinition', 'LambdaExpression') }
  const at = words.indexOf('import')
  if (words[0] === 'from') {
    const path = words.slice(1, at).join('')
    const level = /^\.*/.exec(path)?.[0].length ?? 0
    const members = splitNames(words.slice(at + 1))
    return [{ name: path.slice(level), members, level, ...place }]
  }
  return splitNames(words.slice(1)).map((name) => ({ name, members: [], level: 0, ...place }))
}

/** Behind an `if` other than the one that is true when the file is started. */
function isConditional(source: PythonSource, node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.name === 'IfStatement' && !/^if\s+__name__\s*==/.test(textOf(source, parent))) return true
  }
  return false
}

/** `a.b as c, d` is `a.b` and `d`. */
function splitNames(words: readonly string[]): string[] {
  return words
    .filter((word) => word !== '(' && word !== ')')
    .join(' ')
    .split(',')
    .map((part) => part.replace(/\sas\s.*$/, '').replace(/\s+/g, ''))
    .filter((name) => name !== '')
}
