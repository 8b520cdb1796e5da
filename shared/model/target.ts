import { z } from 'zod'
import { BaseChoice } from './base-image.ts'
import { ProjectId } from './ids.ts'
import { PackageSettings } from './packages.ts'
import { AcceleratorType } from './project.ts'
import { CloudGpu } from '../uaitrain/cuda.ts'

/** What may keep a script from running on the platform. */
export const TargetCode = z.enum([
  'syntax',
  /** Written for Python 2, runs in 3, and the other way round. */
  'python-2-syntax',
  'python-2-name',
  'python-3-syntax',
  /** Needs a newer Python than the base image has. */
  'python-newer',
  /** Python 2 reads no Chinese without a line that tells the encoding. */
  'encoding-missing',
  'argument-missing',
  /** Takes no value, and gets one. */
  'argument-flag',
  /** Has to be given, and is not. */
  'argument-required',
  /** What the script makes of its arguments could not be read. */
  'arguments-unread',
  'module-missing',
  'module-unknown',
  /** In the code folder, where Python does not look. */
  'module-off-path',
  /** In the code folder, below what the platform mounts. */
  'hidden-by-mount',
  /** Of the framework, and newer than the base's. */
  'api-newer',
  'output-elsewhere',
  'output-nothing',
  'absolute-path',
  'network',
  /** The framework of the GPU image has no code for the cloud's cards. */
  'cuda-architecture',
  /** The official builds of its framework have none. */
  'cuda-likely',
  /** It was built for the CPU alone. */
  'cuda-none',
])
export type TargetCode = z.infer<typeof TargetCode>

/** What a finding is about more closely, where its words and its cure depend on it. */
export const TargetDetail = z.enum([
  'near-argument',
  'hydra',
  'click',
  'fire',
  'absl',
  'hf',
  'getopt',
  'docopt',
  'argv',
  'relative-import',
  /** Compiled from source that nothing builds. */
  'module-unbuilt',
  /** A part of a package of the code that the package does not have. */
  'module-not-there',
  /** The image was asked. */
  'module-not-in-image',
])
export type TargetDetail = z.infer<typeof TargetDetail>

export const TargetFinding = z.object({
  code: TargetCode,
  severity: z.enum(['problem', 'warning']),
  /** Within the code folder; of what is wrong with a base image, its name. */
  path: z.string(),
  /** From 1; null for the file as a whole. */
  line: z.number().int().nullable(),
  /** What it is about, as it stands in the code. */
  subject: z.string(),
  /** What there is in place of what is missing; empty where there is nothing to name. */
  has: z.string(),
  detail: TargetDetail.nullable(),
  /** Where one finding stands for several files: all of them. */
  files: z.array(z.string()).optional(),
  /** The Python that was meant, such as 2.7. */
  python: z.string(),
})
export type TargetFinding = z.infer<typeof TargetFinding>

export const TargetReport = z.object({
  findings: z.array(TargetFinding),
  /** The main file and all that it imports from the code folder. */
  fileCount: z.number().int(),
})
export type TargetReport = z.infer<typeof TargetReport>

/** All that the answer depends on, but for the files themselves. */
export const TargetQuestion = z.object({
  codePath: z.string(),
  mainFile: z.string(),
  base: BaseChoice,
  trainParams: z.string(),
  acceleratorType: AcceleratorType,
  cloudGpu: CloudGpu,
  /** Empty for `/usr/bin/python` as it is. */
  pythonLink: z.string(),
  /** Whose packs tell which base images a combination stands for; null for none. */
  projectId: ProjectId.nullable(),
})
export type TargetQuestion = z.infer<typeof TargetQuestion>

/** What is tried in an image. */
export const TrialQuestion = TargetQuestion.extend({ packages: PackageSettings })
export type TrialQuestion = z.infer<typeof TrialQuestion>

/** What came of starting the main file in an image until it had read the platform's arguments. */
export const TargetTrial = z.object({
  /** The base image, or that one with the project's packages in it; empty where none is known. */
  image: z.string(),
  /** Of its `/usr/bin/python`, such as 3.6.2; empty when that could not be started. */
  python: z.string(),
  /** Imported by the code, and neither in the image nor in the code. */
  missing: z.array(z.string()),
  /**
   * `accepted`, `refused`: what its argument parser said; `failed`: it stopped before that; `unread`: it ended without
   * a parser of the standard library; `late`: it had not come to it in 30 seconds; `no-image`: there is none to try it in.
   */
  outcome: z.enum(['accepted', 'refused', 'failed', 'unread', 'late', 'no-image']),
  /** Of the parser, or of the error. */
  words: z.string(),
})
export type TargetTrial = z.infer<typeof TargetTrial>
