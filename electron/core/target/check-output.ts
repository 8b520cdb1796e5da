import { decoratorsOf, nodesOf, stringOf, textOf, isInside, type PythonSource } from './python-source.ts'
import { findingAt, type Finding } from './finding.ts'
import { createPlaceFinder } from './output/places.ts'
import { savingOf } from './output/savers.ts'
import type { Reach } from './reach.ts'
import type { CodeSources } from './read-sources.ts'

const outputNames = /^(?:output_dir|log_dir)$/

/** Does what the script makes go to the output folder, the only one that is kept? Each thing that it saves is asked. */
export function checkOutput({ main, sources }: CodeSources, reach: Reach, trainParams: string): Finding[] {
  const finder = createPlaceFinder(sources, reach, trainParams)
  const ownNames = new Set(reach.functions.map(({ name }) => name))
  const found: Finding[] = []
  let savings = 0
  for (const source of sources) {
    for (const call of source.calls) {
      if (!reach.isReached(source, call.node.from)) continue
      const saving = savingOf(source, call, ownNames)
      if (saving === null) continue
      const place = saving.target === null ? 'elsewhere' : finder.placeOf(source, saving.target)
      if (place !== 'handle') savings += 1
      if (place === 'elsewhere') found.push(findingAt('output-elsewhere', source, call.node.from, `${call.callee}(…)`))
    }
  }
  if (savings > 0 || sources.some(usesOutputFolder) || runsElsewhere(sources, reach)) return found
  return [findingAt('output-nothing', main, null, '')]
}

/** By the name of the argument, wherever it is used once it is added, or by its fixed place. */
function usesOutputFolder(source: PythonSource): boolean {
  const adding = source.calls.filter(({ name }) => name === 'add_argument')
  const isAdding = (from: number): boolean => adding.some(({ node }) => node.from <= from && from < node.to)
  const used = nodesOf(source, 'MemberExpression').some((node) =>
    outputNames.test(textOf(source, node).split('.').at(-1) ?? ''),
  )
  return (
    used ||
    nodesOf(source, 'String').some((node) => {
      const text = stringOf(source, node) ?? ''
      if (/^\/data\/output(?:\/|$)/.test(text)) return !isAdding(node.from)
      return outputNames.test(text) && isInside(node, 'MemberExpression')
    })
  )
}

/** What hydra or a trainer of a framework saves by itself has a folder in a configuration that is not read. */
function runsElsewhere(sources: readonly PythonSource[], { functions }: Reach): boolean {
  const isHydra = functions.some((one) =>
    decoratorsOf(one.source, one.node).some(({ callee }) => callee === 'hydra.main'),
  )
  return (
    isHydra ||
    sources.some(({ calls }) =>
      calls.some(({ name }) =>
        /^(?:save\w*|\w*dump\w*|\w*Trainer|fit|LightningCLI|system|run|call|Popen|check_call)$/.test(name),
      ),
    )
  )
}
