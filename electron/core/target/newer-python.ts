import type { SyntaxNode } from '@lezer/common'
import { childrenOf, nodesOf, textOf, type PythonSource } from './python-source.ts'
import type { OldSpot } from './python2-words.ts'
import type { PythonVersion } from './python-version.ts'
import { importsOf } from './imports.ts'
import { newerNames } from './newer-names.ts'

/** What a file needs of a newer Python 3 without its grammar telling: what is evaluated as it is read, or imported. */
export function newerThan(source: PythonSource, { minor }: PythonVersion): OldSpot[] {
  const spots: OldSpot[] = []
  const add = (from: number, subject: string, since: number): void => {
    if (since > minor) spots.push({ from, subject: `${subject} (Python 3.${since})` })
  }
  const future = /^from[ \t]+__future__[ \t]+import[ \t(]+[^\n#]*\bannotations\b/m.exec(source.text)
  if (future !== null) add(future.index, 'from __future__ import annotations', 7)
  for (const node of nodesOf(source, 'FormatString')) {
    add(node.from, 'f"…"', 6)
    const debug = debugPart(textOf(source, node))
    if (debug !== null) add(node.from, `f"${debug}"`, 8)
  }
  if (minor < 10) for (const node of evaluatedTypes(source, future !== null)) addType(node)
  for (const { name, members, position, isGuarded } of importsOf(source)) {
    if (isGuarded) continue
    for (const member of members) {
      const since = newerNames[`${name}.${member}`]
      if (since !== undefined) add(position, `from ${name} import ${member}`, since)
    }
  }
  return spots

  function addType(node: SyntaxNode): void {
    const isUnion = node.name === 'BinaryExpression' && childrenOf(node).some((part) => textOf(source, part) === '|')
    if (isUnion && !/['"]/.test(textOf(source, node))) add(node.from, textOf(source, node).slice(0, 40), 10)
    const [first, bracket] = childrenOf(node)
    if (node.name === 'MemberExpression' && first !== undefined && bracket?.name === '[') {
      const name = textOf(source, first)
      if (!/^(?:list|dict|tuple|set|frozenset|type)$/.test(name)) return
      const isShadowed = new RegExp(`\\bimport\\b[^\\n]*\\b${name}\\b|^\\s*${name}\\s*=`, 'm').test(source.text)
      if (!isShadowed) {
        add(node.from, textOf(source, node).slice(0, 40), 9)
      }
    }
  }
}

/** `{name=}` of a formatted string. */
function debugPart(text: string): string | null {
  const body = text.replaceAll('{{', '  ').replaceAll('}}', '  ')
  return /\{[^{}!:=<>]*[^{}!:=<>\s]\s*=\s*(?:![rsa])?(?::[^{}]*)?\}/.exec(body)?.[0] ?? null
}

/** All within types that Python works out while it reads the file: not those of variables of a function. */
function evaluatedTypes(source: PythonSource, areText: boolean): SyntaxNode[] {
  if (areText) return []
  return nodesOf(source, 'TypeDef').flatMap((node) => {
    const isParameter = node.parent?.name === 'ParamList' || node.parent?.name === 'FunctionDefinition'
    if (!isParameter && isInFunction(node)) return []
    const inside: SyntaxNode[] = []
    const walk = (one: SyntaxNode): void => {
      if (one.name === 'String' || one.name === 'LambdaExpression') return
      inside.push(one)
      for (const child of childrenOf(one)) walk(child)
    }
    walk(node)
    return inside
  })
}

function isInFunction(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.name === 'FunctionDefinition') return true
    if (parent.name === 'ClassDefinition') return false
  }
  return false
}
