import type { BaseFacts, PythonFacts } from '../../../shared/model/base-facts.ts'
import type { TargetCode, TargetQuestion } from '../../../shared/model/target.ts'
import { findCombination } from '../../../shared/uaitrain/combinations.ts'
import { architectureOf, cardOf, runsOn } from '../../../shared/uaitrain/cuda.ts'
import { architecturesOfBuild, buildOfCombination, buildOfName } from '../../../shared/uaitrain/framework-builds.ts'
import type { Finding } from './finding.ts'

type ArchitectureQuestion = Pick<TargetQuestion, 'base' | 'cloudGpu' | 'acceleratorType' | 'pythonLink'>

interface Built {
  /** Of the image itself, not of what such images usually are. */
  readonly isSeen: boolean
  readonly architectures: readonly string[]
  readonly image: string
}

/**
 * Has the framework of the GPU image code for the cards of the cloud? By what the image was seen to be, where that is
 * known, and by what the official builds of its framework are, otherwise.
 */
export function checkArchitectures(question: ArchitectureQuestion, facts: BaseFacts | null): Finding[] {
  const { cloudGpu, acceleratorType, pythonLink } = question
  if (acceleratorType !== 'gpu') return []
  const python = facts === null ? null : pythonOf(facts, pythonLink)
  const image = facts?.image ?? (question.base.kind === 'own' ? question.base.gpuImage : question.base.aiFramework)
  const subject = `${cardOf(cloudGpu)} (${architectureOf(cloudGpu)})`
  const finding = (code: TargetCode, severity: Finding['severity'], has: string): Finding => {
    return { code, severity, path: image, line: null, subject, has, detail: null }
  }
  const isForCpu = facts?.source === 'engine' && python !== null && isTorchForCpu(python)
  if (isForCpu) return [finding('cuda-none', 'problem', '')]
  const built = seen(facts, python) ?? usual(question, python, image)
  if (built === null || runsOn(built.architectures, cloudGpu)) return []
  const has = built.architectures.join(' ')
  return [finding(built.isSeen ? 'cuda-architecture' : 'cuda-likely', built.isSeen ? 'problem' : 'warning', has)]
}

/** The one that the platform will start. */
function pythonOf({ python, others }: BaseFacts, link: string): PythonFacts | null {
  return others.find(({ path }) => path === link) ?? python
}

function isTorchForCpu({ frameworks, cuda }: PythonFacts): boolean {
  const [torch, ...rest] = frameworks
  // A version that could not be told is one that could not be imported.
  return rest.length === 0 && torch?.name === 'torch' && cuda === '' && /\+cpu\b/.test(torch.version)
}

function seen(facts: BaseFacts | null, python: PythonFacts | null): Built | null {
  const architectures = python?.architectures ?? null
  if (facts === null || architectures === null) return null
  return { isSeen: facts.source === 'engine', architectures, image: facts.image }
}

function usual({ base }: ArchitectureQuestion, python: PythonFacts | null, image: string): Built | null {
  const [framework] = python?.frameworks ?? []
  const build =
    framework !== undefined
      ? { ...framework, cuda: python?.cuda ?? '' }
      : base.kind === 'own'
        ? buildOfName(image)
        : buildOfCombination(base.aiFramework, findCombination(base)?.cuda ?? null)
  const architectures = build === null ? null : architecturesOfBuild(build)
  return architectures === null ? null : { isSeen: false, architectures, image }
}
