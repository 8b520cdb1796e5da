import type { SyntaxNode } from '@lezer/common'
import { nodesOf, textOf, type PythonSource } from './python-source.ts'
import type { CodeSources } from './read-sources.ts'

/** A function or a method of the code. */
export interface OwnFunction {
  readonly source: PythonSource
  readonly node: SyntaxNode
  readonly name: string
}

/** What may run when the main file is started, as far as names tell: a little more than what does run. */
export interface Reach {
  readonly functions: readonly OwnFunction[]
  isReached(source: PythonSource, position: number): boolean
  /** The function that a place is in; null at the level of the module. */
  functionAt(source: PythonSource, position: number): OwnFunction | null
}

const words = /[\p{L}_][\p{L}\p{N}_]*/gu
const mainGuard = /^if\s+__name__\s*==\s*['"]__main__['"]|^if\s+['"]__main__['"]\s*==\s*__name__/

export function reachOf({ main, sources }: CodeSources): Reach {
  const bySource = new Map(sources.map((source) => [source, functionsOf(source)]))
  const functions = [...bySource.values()].flat()
  const byName = new Map<string, OwnFunction[]>()
  for (const one of functions) byName.set(one.name, [...(byName.get(one.name) ?? []), one])
  const guards = new Map(sources.map((source) => [source, source === main ? [] : guardsOf(source)]))
  const reached = new Set<OwnFunction>()
  const seen = new Set<string>()
  const waiting: string[] = []
  const read = (text: string): void => {
    for (const [word] of text.matchAll(words)) {
      if (seen.has(word)) continue
      seen.add(word)
      waiting.push(word)
    }
  }
  for (const source of sources)
    read(moduleText(source, [...(bySource.get(source) ?? []), ...(guards.get(source) ?? [])]))
  for (const one of functions) if (/^__\w+__$/.test(one.name)) reach(one)
  for (let word = waiting.pop(); word !== undefined; word = waiting.pop()) {
    for (const one of byName.get(word) ?? []) reach(one)
  }

  function reach(one: OwnFunction): void {
    if (reached.has(one)) return
    reached.add(one)
    // Its name is no use of it.
    read(textOf(one.source, one.node).replace(/^(?:async\s+)?def\s+\w+/, ''))
  }

  const spans = new Map([...bySource].map(([source, own]) => [source, spansOf(own)]))

  function functionAt(source: PythonSource, position: number): OwnFunction | null {
    const own = spans.get(source) ?? []
    let [low, high] = [0, own.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((own[middle]?.from ?? 0) <= position) low = middle + 1
      else high = middle
    }
    // The last one that begins before the place, or one around it.
    let at: Span | null = own[low - 1] ?? null
    while (at !== null && at.to <= position) at = at.around
    return at?.one ?? null
  }

  return {
    functions,
    functionAt,
    isReached: (source, position) => {
      const isGuarded = (guards.get(source) ?? []).some(({ node }) => node.from <= position && position < node.to)
      const around = functionAt(source, position)
      return !isGuarded && (around === null || reached.has(around))
    },
  }
}

/** A function with its place, and the one around it. */
interface Span {
  readonly one: OwnFunction
  readonly from: number
  readonly to: number
  readonly around: Span | null
}

/** In the order of the text. */
function spansOf(functions: readonly OwnFunction[]): Span[] {
  const spans: Span[] = []
  for (const one of functions) {
    const { from, to } = one.node
    let around = spans.at(-1) ?? null
    while (around !== null && around.to <= from) around = around.around
    spans.push({ one, from, to, around })
  }
  return spans
}

function functionsOf(source: PythonSource): OwnFunction[] {
  return nodesOf(source, 'FunctionDefinition').map((node) => {
    const name = node.getChild('VariableName')
    return { source, node, name: name === null ? '' : textOf(source, name) }
  })
}

/** What runs only when the file itself is started. */
function guardsOf(source: PythonSource): { readonly node: SyntaxNode }[] {
  return nodesOf(source, 'IfStatement').flatMap((node) => (mainGuard.test(textOf(source, node)) ? [{ node }] : []))
}

function moduleText({ text }: PythonSource, without: readonly { readonly node: SyntaxNode }[]): string {
  const parts: string[] = []
  let at = 0
  for (const { node } of without.toSorted((a, b) => a.node.from - b.node.from)) {
    if (node.from < at) continue
    parts.push(text.slice(at, node.from))
    at = node.to
  }
  return [...parts, text.slice(at)].join('\n')
}
