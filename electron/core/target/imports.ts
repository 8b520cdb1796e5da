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
}

export function importsOf(source: PythonSource): ImportedModule[] {
  return nodesOf(source, 'ImportStatement').flatMap((node) => readImport(source, node))
}

function readImport(source: PythonSource, node: SyntaxNode): ImportedModule[] {
  const words = childrenOf(node)
    .filter(({ name }) => name !== 'Comment')
    .map((child) => textOf(source, child))
  const place = { position: node.from, isGuarded: isInside(node, 'TryStatement', 'IfStatement') }
  const at = words.indexOf('import')
  if (words[0] === 'from') {
    const path = words.slice(1, at).join('')
    const level = /^\.*/.exec(path)?.[0].length ?? 0
    const members = splitNames(words.slice(at + 1))
    return [{ name: path.slice(level), members, level, ...place }]
  }
  return splitNames(words.slice(1)).map((name) => ({ name, members: [], level: 0, ...place }))
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
