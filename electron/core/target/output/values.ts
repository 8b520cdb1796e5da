import type { SyntaxNode } from '@lezer/common'
import { childrenOf, nodesOf, stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'

const outputOptions = /^--?(?:output_dir|log_dir)$/

/** An argument of the command line that may name a place. */
export interface OptionPreset {
  readonly source: PythonSource
  readonly preset: SyntaxNode | undefined
}

interface Assignment {
  readonly source: PythonSource
  readonly node: SyntaxNode
  readonly value: SyntaxNode
}

const assignments = new WeakMap<PythonSource, (Assignment & { readonly target: string })[]>()

export function assignmentsTo(sources: readonly PythonSource[], target: string | RegExp): Assignment[] {
  return sources.flatMap((source) =>
    readAssignments(source).filter((one) =>
      typeof target === 'string' ? one.target === target : target.test(one.target),
    ),
  )
}

function readAssignments(source: PythonSource): (Assignment & { readonly target: string })[] {
  const known = assignments.get(source)
  if (known !== undefined) return known
  const read = nodesOf(source, 'AssignStatement').flatMap((node) => {
    const parts = childrenOf(node)
    const at = parts.findIndex(({ name }) => name === 'AssignOp')
    const [target] = parts
    const value = parts[at + 1]
    if (at < 1 || target === undefined || value === undefined || parts[1]?.name === ',') return []
    return [{ source, node, value, target: textOf(source, target).replace(/\s+/g, '') }]
  })
  assignments.set(source, read)
  return read
}

export function optionsOf(sources: readonly PythonSource[]): Map<string, OptionPreset | 'platform'> {
  const options = new Map<string, OptionPreset | 'platform'>()
  const add = (source: PythonSource, call: Call, names: readonly string[], preset: SyntaxNode | undefined): void => {
    const long = names.find((name) => name.startsWith('--')) ?? names[0]
    const told = stringOf(source, call.keywords.get('dest'))
    const name = told ?? long?.replace(/^-+/, '').replaceAll('-', '_')
    if (name === undefined) return
    options.set(name, names.some((one) => outputOptions.test(one)) ? 'platform' : { source, preset })
  }
  for (const source of sources) {
    for (const call of source.calls) {
      const names = call.positional.map((node) => stringOf(source, node)).filter((name) => name !== null)
      if (/^add_(?:argument|option)$/.test(call.name)) add(source, call, names, call.keywords.get('default'))
      if (/^DEFINE_\w+$/.test(call.name) && names[0] !== undefined)
        add(source, call, [`--${names[0]}`], call.keywords.get('default') ?? call.positional[1])
    }
  }
  return options
}

/** A file that a `with` has opened. */
export function isHandle({ text }: PythonSource, name: string): boolean {
  return new RegExp(`\\bwith\\b[^\\n]*\\bas\\s+${name}\\b`).test(text)
}

export function classAround(source: PythonSource, node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    const name = parent.name === 'ClassDefinition' ? parent.getChild('VariableName') : null
    if (name !== null) return textOf(source, name)
  }
  return ''
}

export function presetOf(source: PythonSource, definition: SyntaxNode, name: string): SyntaxNode | null {
  const list = definition.getChild('ParamList')
  const parts = list === null ? [] : childrenOf(list)
  const at = parts.findIndex(
    (part, index) =>
      part.name === 'VariableName' && parts[index - 1]?.name !== 'AssignOp' && textOf(source, part) === name,
  )
  const after = parts[at + 1]?.name === 'TypeDef' ? at + 2 : at + 1
  return at >= 0 && parts[after]?.name === 'AssignOp' ? (parts[after + 1] ?? null) : null
}
