import { jsonLine } from '../../shared/text/foreign-text.ts'
import { isCancelled } from '../../shared/errors.ts'
import type { BaseFacts } from '../../shared/model/base-facts.ts'
import type { ProjectSettings } from '../../shared/model/project.ts'
import type { TargetReport, TargetTrial, TrialQuestion } from '../../shared/model/target.ts'
import { findCombination } from '../../shared/uaitrain/combinations.ts'
import { CloudGpu } from '../../shared/uaitrain/cuda.ts'
import { accountSettingsOf, type PackValues } from '../../shared/uaitrain/pack-values.ts'
import { packFlags, type PackFlag } from '../../shared/uaitrain/pack-flags.ts'
import { UsageError, type FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { createFactsStore } from '../adapters/store/base-facts.ts'
import type { FactsStore } from '../core/base-images/facts-store.ts'
import { knownBase, testBase } from '../core/base-images/test-base.ts'
import { checkCodeFolder, checkMainFile } from '../core/context/check-folder.ts'
import { tryTarget } from '../core/target/try-target.ts'
import { lookOrTell } from './cli-data.ts'
import type { CliTools } from './cli-tools.ts'
import { describeFinding, describeTrial, verdictOf } from './describe-check.ts'
import { projectOf } from './pack-input.ts'

/** A pack's own flags that the answer depends on, then those of the check. */
export const checkFlags = {
  code_path: packFlags.code_path,
  mainfile_path: packFlags.mainfile_path,
  train_params: packFlags.train_params,
  solver: packFlags.solver,
  snapshot: packFlags.snapshot,
  ai_arch_v: packFlags.ai_arch_v,
  os: packFlags.os,
  python_version: packFlags.python_version,
  acc_type: packFlags.acc_type,
  base_cpu: packFlags.base_cpu,
  base_gpu: packFlags.base_gpu,
  self_img: packFlags.self_img,
  uhub_host: packFlags.uhub_host,
  python_link: packFlags.python_link,
  pip_packages: packFlags.pip_packages,
  apt_packages: packFlags.apt_packages,
  requirements_file: packFlags.requirements_file,
  cloud_gpu: { value: `{${CloudGpu.options.join(',')}}`, choices: CloudGpu.options },
  try: { value: null },
  json: { value: null },
} as const satisfies FlagTable

type CheckValues = ReadonlyMap<keyof typeof checkFlags, string>

/** `check`: what would keep a script from running over there; false when something would. */
export async function checkCommand(values: CheckValues, tools: CliTools): Promise<boolean> {
  const { environment, texts } = tools
  requireFlags(values)
  const project = { ...projectOf(packValuesOf(values), environment.currentFolder), cloudGpu: cloudGpuOf(values) }
  await checkCodeFolder(project.codePath)
  await checkMainFile(project)
  const { report, trial } = await withFacts(tools, (facts) => look(project, { values, tools, facts }))
  const verdict = verdictOf(report, trial)
  if (values.has('json')) {
    environment.writeOutput(jsonLine({ verdict, ...report, trial }))
    return verdict !== 'problem'
  }
  for (const finding of report.findings) environment.writeOutput(describeFinding(finding, texts))
  if (trial !== null) environment.writeOutput(describeTrial(trial, texts))
  const count = report.findings.length
  const summary = count === 0 ? texts('target.fine', { count: report.fileCount }) : texts('target.found', { count })
  environment.writeOutput(`${summary}\n`)
  return verdict !== 'problem'
}

function packValuesOf(values: CheckValues): PackValues {
  const isOfPack = (flag: string): flag is PackFlag => Object.hasOwn(packFlags, flag)
  return new Map([...values].flatMap(([flag, value]) => (isOfPack(flag) ? [[flag, value]] : [])))
}

function requireFlags(values: CheckValues): void {
  const hasBase = (['ai_arch_v', 'base_cpu', 'base_gpu', 'self_img'] as const).some((flag) => values.has(flag))
  const needed = [
    ...(['code_path', 'mainfile_path'] as const).filter((flag) => (values.get(flag) ?? '') === ''),
    ...(hasBase ? [] : (['ai_arch_v'] as const)),
  ]
  if (needed.length > 0) throw new UsageError({ code: 'missingFlags', flags: needed.map((flag) => `--${flag}`) })
}

function cloudGpuOf(values: CheckValues): CloudGpu {
  return CloudGpu.parse(values.get('cloud_gpu') ?? 'platform')
}

interface Look {
  readonly values: CheckValues
  readonly tools: CliTools
  readonly facts: FactsStore
}

async function look(
  project: ProjectSettings,
  { values, tools, facts }: Look,
): Promise<{ report: TargetReport; trial: TargetTrial | null }> {
  const { engine, registry, judge } = tools.adapters
  const { signal } = tools.environment
  const { codePath, mainFile, base, trainParams, acceleratorType, cloudGpu, packages } = project
  const question: TrialQuestion = {
    ...{ codePath, mainFile, base, trainParams, acceleratorType, cloudGpu, packages },
    ...{ pythonLink: packages.pythonLink, projectId: null },
  }
  const { uhubHost } = accountSettingsOf(packValuesOf(values), null)
  const { cpu, gpu } = imagesOf(project, uhubHost)
  const trial = values.has('try')
    ? await tryTarget(question, { engine, judge, base: cpu, keptChanges: [], signal })
    : null
  const factsOf = async (image: string | null): Promise<BaseFacts | null> => {
    if (image === null) return null
    const options = { engine, registry, facts, auth: null, asksRegistry: false, signal }
    try {
      return values.has('try') ? await testBase(image, options) : await knownBase(image, options)
    } catch (error) {
      if (isCancelled(error)) throw error
      // Not here, or no engine: the source is checked all the same.
      return facts.findNamed(image)
    }
  }
  const [cpuFacts, gpuFacts] = [await factsOf(cpu), await factsOf(gpu)]
  return { report: await judge.check(question, { cpu: cpuFacts, gpu: gpuFacts }, signal), trial }
}

/** The user's own ones, or those that the built-in list has for a combination. */
function imagesOf({ base }: ProjectSettings, host: string): { cpu: string | null; gpu: string | null } {
  if (base.kind === 'own') return { cpu: base.cpuImage || null, gpu: base.gpuImage || null }
  const known = findCombination(base)
  if (known === null) return { cpu: null, gpu: null }
  return { cpu: `${host}/${known.baseImages.cpu}`, gpu: `${host}/${known.baseImages.gpu}` }
}

/** What the app remembers of images; without a database of the app's it is remembered for this time only. */
async function withFacts<Result>(tools: CliTools, use: (facts: FactsStore) => Promise<Result>): Promise<Result> {
  const data = await lookOrTell(tools)
  if (data === null) return use({ find: () => null, findNamed: () => null, save: () => undefined })
  try {
    return await use(createFactsStore(data.database))
  } finally {
    data.close()
  }
}
