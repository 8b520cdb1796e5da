import type { TargetFinding, TargetQuestion, TargetReport } from '../../../shared/model/target.ts'
import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import { checkApi, torchVersionOf } from './check-api.ts'
import { checkArchitectures } from './check-architectures.ts'
import { checkArguments } from './check-arguments.ts'
import { checkHidden } from './check-hidden.ts'
import { checkModules } from './check-modules.ts'
import { checkOutput } from './check-output.ts'
import { checkNetwork, checkPaths } from './check-places.ts'
import { checkSyntax } from './check-syntax.ts'
import { firstOfEach, type Finding } from './finding.ts'
import { inWords, pythonIn, pythonOf } from './python-version.ts'
import { reachOf } from './reach.ts'
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
  const python = pythonOf(base) ?? pythonIn(cpu ?? gpu, question.pythonLink)
  const code = await readSources(question, signal, python?.major === 2)
  if (code === null) return { findings: [], fileCount: 0 }
  const { sources } = code
  const reach = reachOf(code)
  const torch = torchVersionOf(base, cpu ?? gpu)
  const findings = [
    ...sources.flatMap((source) => checkSyntax(source, python)),
    ...checkArguments(code, { trainParams, python, reach }),
    ...(await checkModules(code, { base, python, modules: null })),
    ...(await checkHidden(code)),
    ...sources.flatMap((source) => checkApi(source, torch)),
    ...checkOutput(code, reach, trainParams),
    ...checkArchitectures(question, gpu),
    ...sources.flatMap((source) => [...checkPaths(source, trainParams), ...checkNetwork(source)]),
  ]
  const ranked = firstOfEach(findings).toSorted((a, b) => rankOf(a) - rankOf(b))
  const words = python === null ? '' : inWords(python)
  return { findings: ranked.map((finding) => told(finding, words)), fileCount: sources.length }
}

function told({ code, severity, path, line, subject, has, detail, files }: Finding, python: string): TargetFinding {
  return { code, severity, path, line, subject, has, detail, python, ...(files === undefined ? {} : { files }) }
}

function rankOf({ severity, isLate = false }: Finding): number {
  return isLate ? 2 : severity === 'problem' ? 0 : 1
}
