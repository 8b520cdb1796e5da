import type { BaseChoice } from '../model/base-image.ts'
import type { FieldName, ProblemCode } from '../model/field.ts'
import { parseImageRef, repositoryProblem, tagProblem } from '../model/image-ref.ts'
import { ProjectSettings } from '../model/project.ts'
import { combinations, findCombination, frameworkOf } from './combinations.ts'
import { ignorePatternProblem } from './ignore-pattern.ts'
import { makesCpuImage } from './names.ts'
import { packageRules } from './package-rules.ts'
import { parseShellWords } from './shell-words.ts'
import { absolutePathProblem, isSamePath, lineProblem, requiredLineProblem, wordsProblem } from './text-checks.ts'

interface Finding {
  readonly problem: ProblemCode | null
  readonly value: string
}

type Rule = (settings: ProjectSettings) => Finding

/** In the order of the form. Syntax only: what is on the disk is looked at when a pack or a test starts. */
export const projectRules = {
  name: ({ name }) => ({ problem: requiredLineProblem(name), value: name }),
  codePath: ({ codePath }) => ({ problem: codePathProblem(codePath), value: codePath }),
  mainFile: ({ mainFile }) => ({ problem: mainFileProblem(mainFile), value: mainFile }),
  base: ({ base }) => combinationFinding(base),
  baseCpu: ({ base, acceleratorType }) =>
    base.kind === 'own' && makesCpuImage({ base, acceleratorType })
      ? { problem: ownImageProblem(base.cpuImage), value: base.cpuImage }
      : noFinding,
  baseGpu: ({ base, acceleratorType }) =>
    base.kind === 'own' && acceleratorType === 'gpu'
      ? { problem: ownImageProblem(base.gpuImage), value: base.gpuImage }
      : noFinding,
  uhubRegistry: ({ uhubRegistry, acceleratorType }) => ({
    problem: acceleratorType === 'cpu' && uhubRegistry === '' ? null : repositoryProblem(uhubRegistry),
    value: uhubRegistry,
  }),
  imageName: ({ imageName, uhubRegistry }) => ({
    problem: imageNameProblem(imageName, uhubRegistry),
    value: imageName,
  }),
  imageTag: ({ imageTag }) => ({ problem: imageTag === '' ? null : tagProblem(imageTag), value: imageTag }),
  trainParams: ({ trainParams }) => ({ problem: trainParamsProblem(trainParams), value: trainParams }),
  solver: ({ base, solver }) => ({
    problem: frameworkOf(base) === 'caffe' ? requiredLineProblem(solver) : null,
    value: solver,
  }),
  snapshot: ({ snapshot }) => ({ problem: lineProblem(snapshot), value: snapshot }),
  ...rulesOfPackages(),
  testDataPath: ({ testDataPath, codePath }) => ({
    problem: testPathProblem(testDataPath, codePath),
    value: testDataPath,
  }),
  testOutputPath: ({ testOutputPath, codePath }) => ({
    problem: testPathProblem(testOutputPath, codePath),
    value: testOutputPath,
  }),
  // Neither number is asked for when only a CPU image is made.
  smokeSeconds: ({ smokeSeconds, acceleratorType }) => ({
    problem:
      acceleratorType === 'cpu' || ProjectSettings.shape.smokeSeconds.safeParse(smokeSeconds).success
        ? null
        : 'seconds-out-of-range',
    value: String(smokeSeconds),
  }),
  numGpus: ({ numGpus, acceleratorType }) => ({
    problem:
      acceleratorType === 'cpu' || ProjectSettings.shape.numGpus.safeParse(numGpus).success ? null : 'out-of-range',
    value: String(numGpus),
  }),
  ignoreRules: ({ ignore }) => {
    const bad = ignore.rules.find((rule) => ignoreRuleProblem(rule) !== null) ?? ''
    return { problem: ignoreRuleProblem(bad), value: bad }
  },
} as const satisfies Partial<Record<FieldName, Rule>>

function rulesOfPackages(): Record<keyof typeof packageRules, Rule> {
  const entries = Object.entries(packageRules).map(([field, rule]): [string, Rule] => [
    field,
    ({ packages }) => rule(packages),
  ])
  return Object.fromEntries(entries) as Record<keyof typeof packageRules, Rule>
}

const noFinding: Finding = { problem: null, value: '' }

/** What is wrong with one line of a project's own rules, or null. */
export function ignoreRuleProblem(rule: string): ProblemCode | null {
  return lineProblem(rule) ?? (ignorePatternProblem(rule) === null ? null : 'bad-pattern')
}

function codePathProblem(path: string): ProblemCode | null {
  const problem = absolutePathProblem(path)
  if (problem !== null) return problem
  // Files are written beside the code folder, and nothing is beside the root.
  return isSamePath(path, '/') ? 'not-a-folder' : null
}

function mainFileProblem(path: string): ProblemCode | null {
  const problem = requiredLineProblem(path)
  if (problem !== null) return problem
  if (path.startsWith('/') || path.split('/').includes('..')) return 'outside-code-folder'
  return path.endsWith('.py') ? null : 'not-python'
}

function combinationFinding(base: BaseChoice): Finding {
  if (base.kind === 'own' || findCombination(base) !== null) return noFinding
  const others = combinations.filter(({ aiFramework }) => aiFramework === base.aiFramework)
  if (others.length === 0) return { problem: 'unsupported-combination', value: base.aiFramework }
  return { problem: 'framework-elsewhere', value: others.map(({ os, python }) => `${os} + ${python}`).join(' / ') }
}

function ownImageProblem(image: string): ProblemCode | null {
  if (image === '') return 'required'
  if (parseImageRef(image) !== null) return null
  return parseImageRef(image.toLowerCase()) === null ? 'bad-image-reference' : 'upper-case'
}

function imageNameProblem(imageName: string, uhubRegistry: string): ProblemCode | null {
  const problem = repositoryProblem(imageName)
  if (problem !== null) return problem
  const [first = '', ...rest] = imageName.split('/')
  // The CPU image has no registry before its name, so Docker would take such a first part for one.
  if (rest.length > 0 && (first.includes('.') || first === 'localhost')) return 'bad-characters'
  return repositoryProblem(`${uhubRegistry}/${imageName}-cpu`) === 'too-long' ? 'too-long' : null
}

function trainParamsProblem(params: string): ProblemCode | null {
  return wordsProblem(params) ?? (parseShellWords(params) === null ? 'unclosed-quote' : null)
}

function testPathProblem(path: string, codePath: string): ProblemCode | null {
  const problem = absolutePathProblem(path)
  if (problem !== null) return problem
  // `docker run -v` takes everything after a colon for the target.
  if (path.includes(':')) return 'colon'
  return isSamePath(path, codePath) ? 'same-as-code-folder' : null
}
