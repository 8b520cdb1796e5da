import type { TargetQuestion, TargetReport } from '../../../shared/model/target.ts'
import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import { checkArchitectures } from './check-architectures.ts'
import { checkArguments } from './check-arguments.ts'
import { checkModules } from './check-modules.ts'
import { checkOutput } from './check-output.ts'
import { checkNetwork, checkPaths } from './check-places.ts'
import { checkSyntax } from './check-syntax.ts'
import { firstOfEach } from './finding.ts'
import { inWords, pythonIn, pythonOf } from './python-version.ts'
import { readSources } from './read-sources.ts'

export interface CheckTargetOptions {
  readonly signal: AbortSignal
  /** What is known of the two base images; null, or left out, where it is nothing. */
  readonly cpu?: BaseFacts | null
  readonly gpu?: BaseFacts | null
}

/**
 * Reads the main file and the modules of the code folder that it imports, and tells what would keep it from running on
 * the platform. Nothing is run. What cannot be read for sure is not told.
 */
export async function checkTarget(
  question: TargetQuestion,
  { signal, cpu = null, gpu = null }: CheckTargetOptions,
): Promise<TargetReport> {
  const { base, trainParams } = question
  const code = await readSources(question, signal)
  if (code === null) return { findings: [], fileCount: 0 }
  const { main, sources } = code
  const python = pythonOf(base) ?? pythonIn(cpu ?? gpu, question.pythonLink)
  const findings = [
    ...sources.flatMap((source) => checkSyntax(source, python)),
    ...checkArguments(sources, trainParams),
    ...checkModules(code, base, python),
    ...checkOutput(main, sources),
    ...checkArchitectures(question, gpu),
    ...sources.flatMap((source) => [...checkPaths(source, trainParams), ...checkNetwork(source)]),
  ]
  const problemsFirst = firstOfEach(findings).toSorted(
    (a, b) => Number(b.severity === 'problem') - Number(a.severity === 'problem'),
  )
  const words = python === null ? '' : inWords(python)
  return { findings: problemsFirst.map((finding) => ({ ...finding, python: words })), fileCount: sources.length }
}
