import { nodesOf, textOf, type PythonSource } from '../python-source.ts'
import type { Reach } from '../reach.ts'
import type { CodeSources } from '../read-sources.ts'
import type { Finding } from '../finding.ts'
import { platformFlags } from '../../../../shared/uaitrain/platform-arguments.ts'
import { missingFlags, type GivenWords } from './command-line.ts'
import { findingsOf, required, unread } from './reading.ts'

/** A command line that the code takes apart itself. */
export function readArgv({ sources }: CodeSources, reach: Reach, given: GivenWords): Finding[] {
  for (const source of sources) {
    const found = readSource(source, reach, given)
    if (found !== null) return found
  }
  return []
}

function readSource(source: PythonSource, reach: Reach, given: GivenWords): Finding[] | null {
  const isOwn = /\bfrom\s+sys\s+import\b[^\n]*\bargv\b/.test(source.text)
  const uses = nodesOf(source, 'MemberExpression', ...(isOwn ? (['VariableName'] as const) : [])).filter((node) => {
    const text = textOf(source, node)
    return (text === 'sys.argv' || (isOwn && text === 'argv')) && reach.isReached(source, node.from)
  })
  const real = uses.filter((node) => {
    const around = node.parent
    const text = around === null ? '' : textOf(source, around)
    if (/^(?:sys\.)?argv\s*\[\s*0\s*\]$/.test(text)) return false
    // What is only written down, or joined into a line for a log, is not taken apart.
    const line = source.text.slice(source.text.lastIndexOf('\n', node.from) + 1, node.to)
    return !/\b(?:print|info|debug|write|join|warning)\s*\(/.test(line)
  })
  const [first] = real
  if (first === undefined) return null
  const place = { source, position: first.from }
  const strictLoop = nodesOf(source, 'ForStatement').find((node) => {
    const text = textOf(source, node)
    const isOver = /^for\s+[\w, ()]+\s+in\s+(?:enumerate\()?(?:sys\.)?argv(?:\[1:\])?\)?\s*:/.test(text)
    return (
      isOver &&
      /\belse\s*:\s*\n?\s*(?:#[^\n]*\n\s*)*(?:print\([^\n]*\n\s*)?(?:raise\b|(?:sys\.)?exit\(|usage\(|assert\b)/.test(
        text,
      )
    )
  })
  if (strictLoop !== undefined) {
    const body = textOf(source, strictLoop)
    const taken = platformFlags.filter((flag) => body.includes(flag) || body.includes(flag.slice(2)))
    const own = [...body.matchAll(/['"](--?[\w-]+)=?['"]/g)].map((match) => match[1] ?? '')
    return findingsOf({
      place: { source, position: strictLoop.from },
      detail: 'argv',
      taken: [...taken, ...own],
      abbreviates: false,
      isLenient: false,
      others: [],
    })
  }
  const indexes = real.flatMap((node) => {
    const match = /^(?:sys\.)?argv\s*\[\s*(\d+)\s*\]$/.exec(node.parent === null ? '' : textOf(source, node.parent))
    return match === null ? [] : [{ index: Number(match[1]), from: node.from }]
  })
  const beyond = indexes.filter(({ index }) => index > given.words.length)
  if (indexes.length === real.length - countsOf(source, real) && beyond.length > 0) {
    return beyond.slice(0, 1).map(({ index, from }) => required({ source, position: from }, `sys.argv[${index}]`))
  }
  const isAllKnown =
    missingFlags(
      [...source.text.matchAll(/--\w+/g)].map(([flag]) => flag),
      false,
    ).length === 0
  if (isAllKnown || (indexes.length > 0 && indexes.length === real.length - countsOf(source, real))) return []
  return [unread(place)]
}

/** Uses that only ask how many there are. */
function countsOf(source: PythonSource, nodes: readonly { readonly from: number }[]): number {
  return nodes.filter(({ from }) => /\blen\(\s*$/.test(source.text.slice(Math.max(0, from - 8), from))).length
}
