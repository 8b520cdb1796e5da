import { isBelowMount } from './check-modules.ts'
import { findingAt, type Finding } from './finding.ts'
import { nodesOf, stringOf, type PythonSource } from './python-source.ts'
import type { CodeSources } from './read-sources.ts'

/** Files of the code that are under the folders which the platform mounts: the main file, and what is named by its path. */
export async function checkHidden(code: CodeSources): Promise<Finding[]> {
  const { main } = code
  const own = isBelowMount(main.path)
    ? [{ ...findingAt('hidden-by-mount', main, null, main.path), has: main.path }]
    : []
  const named = await Promise.all(code.sources.map((source) => namedIn(source, code)))
  return [...own, ...named.flat()]
}

async function namedIn(source: PythonSource, { files }: CodeSources): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const node of nodesOf(source, 'String')) {
    const text = stringOf(source, node) ?? ''
    const path = text.replace(/^(?:\.\/|\/data\/)/, '')
    if (!/^(?:data|output)\/[\w./-]+$/.test(path) || path.includes('..') || !(await files.has(path))) continue
    findings.push({ ...findingAt('hidden-by-mount', source, node.from, text), severity: 'warning', has: path })
  }
  return findings
}
