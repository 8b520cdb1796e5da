import { z } from 'zod'
import { CloudGpu } from '../uaitrain/cuda.ts'
import { BaseChoice } from './base-image.ts'
import { AccountId, ProjectId } from './ids.ts'
import { IgnoreSettings } from './ignore.ts'
import { WarningKey } from './scan.ts'
import { smokeLimits } from './smoke.ts'
import { noPackages, PackageSettings } from './packages.ts'

export const AcceleratorType = z.enum(['gpu', 'cpu'])
export type AcceleratorType = z.infer<typeof AcceleratorType>

/** Everything `pytorch_tool.py pack` takes that is not part of an account. */
export const ProjectSettings = z.object({
  name: z.string(),
  accountId: AccountId.nullable(),
  /** Absolute path of the folder whose contents become `/data/`. */
  codePath: z.string(),
  /** Relative to the code folder, with `/` between folders. */
  mainFile: z.string(),
  base: BaseChoice,
  uhubRegistry: z.string(),
  imageName: z.string(),
  imageTag: z.string(),
  /** Push through the host inside UCloud. */
  internalUhub: z.boolean(),
  acceleratorType: AcceleratorType,
  trainParams: z.string(),
  /** Caffe's solver file, as the container sees it; Caffe takes no other parameters. */
  solver: z.string().default(''),
  /** What Caffe restores its solver from; may be empty. */
  snapshot: z.string().default(''),
  testDataPath: z.string(),
  testOutputPath: z.string(),
  /** GPUs named in the GPU test command; null leaves `--num_gpus` out, as the service's document does. */
  numGpus: z.number().int().min(1).max(64).nullable(),
  /** The GPU image is kept in the local engine too, not in the registry alone. */
  keepGpuImage: z.boolean().default(true),
  /** What the training will run on over there. */
  cloudGpu: CloudGpu.default('platform'),
  /** Tries the CPU image for so long before a push, which it can stop; null for no such gate. */
  smokeSeconds: z.number().int().min(smokeLimits.min).max(smokeLimits.max).nullable().default(null),
  packages: PackageSettings.default(noPackages),
  ignore: IgnoreSettings.default({ rules: [], disabledDefaults: [] }),
})
export type ProjectSettings = z.infer<typeof ProjectSettings>

export const Project = ProjectSettings.extend({
  id: ProjectId,
  createdAt: z.number(),
  updatedAt: z.number(),
  archived: z.boolean(),
  /** Absolute path of the project file that it is kept in step with; null without one. */
  filePath: z.string().nullable(),
  /** Warnings about the code that the user has said to live with, by their keys (`warningKey`). */
  keptWarnings: z.array(WarningKey),
})
export type Project = z.infer<typeof Project>

export const defaultImageTag = 'uaitrain'
