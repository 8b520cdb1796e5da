import type { SyntaxNode } from '@lezer/common'
import { findingAt, type Finding } from './finding.ts'
import { isInside, nodesOf, stringOf, textOf, type PythonSource } from './python-source.ts'

const savers =
  /^(?:save|savefig|save_weights|save_model|save_checkpoint|to_csv|dump|savetxt|imsave|SummaryWriter|FileWriter)$/
const outputNames = /^(?:output_dir|log_dir)$/

/** Does what the script makes go to the output folder, the only one that is kept? */
export function checkOutput(main: PythonSource, sources: readonly PythonSource[]): Finding[] {
  if (sources.some(usesOutputFolder)) return []
  for (const source of sources) {
    const saving = source.calls.find((call) => {
      if (savers.test(call.name)) return true
      const mode = call.callee === 'open' ? stringOf(source, call.positional[1] ?? call.keywords.get('mode')) : null
      return mode !== null && /[wax]/.test(mode)
    })
    if (saving !== undefined) return [findingAt('output-elsewhere', source, saving.node.from, `${saving.callee}(…)`)]
  }
  return [findingAt('output-nothing', main, null, '')]
}

/** By the name of the argument, wherever it is used once it is added, or by its fixed place. */
function usesOutputFolder(source: PythonSource): boolean {
  const adding = source.calls.filter(({ name }) => name === 'add_argument')
  const isAdding = (from: number): boolean => adding.some(({ node }) => node.from <= from && from < node.to)
  const used = nodesOf(source, 'VariableName', 'PropertyName').some((node) => outputNames.test(textOf(source, node)))
  if (used) return true
  // `dest` gives the argument another name, and who gives it has a use for it.
  if (source.calls.some((call) => isOutputArgument(source, call.positional) && call.keywords.has('dest'))) return true
  return nodesOf(source, 'String').some((node) => {
    const text = stringOf(source, node) ?? ''
    if (/^\/data\/output(?:\/|$)/.test(text)) return !isAdding(node.from)
    return outputNames.test(text) && isInside(node, 'MemberExpression')
  })
}

function isOutputArgument(source: PythonSource, positional: readonly SyntaxNode[]): boolean {
  return positional.some((node) => /^--(?:output_dir|log_dir)$/.test(stringOf(source, node) ?? ''))
}
