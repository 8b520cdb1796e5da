import { z } from 'zod'
import { CloudGpu } from '../uaitrain/cuda.ts'
import { BaseChoice } from './base-image.ts'
import { FieldProblem } from './field.ts'
import { AccountId, ProjectId } from './ids.ts'
import { IgnoreSettings } from './ignore.ts'
import { noPackages, PackageSettings } from './packages.ts'
import { AcceleratorType, ProjectSettings } from './project.ts'

export const projectFileExtension = '.uaitrain'
export const projectFileVersion = 1

const relativePath = z
  .string()
  .max(4096)
  .describe('Relative to the folder of this file, with / between folders; absolute where it has to be.')

/** A `.uaitrain` file: a project to be kept with its code. No secret, no id, no path of one machine only. */
export const ProjectFile = z
  .strictObject({
    $schema: z.string().optional(),
    schema: z.literal(projectFileVersion).describe('Version of this format.'),
    name: z.string().describe('Name of the project.'),
    account: z.string().optional().describe('Name of the account it was packed with; a hint only.'),
    code: relativePath,
    mainFile: z.string().describe('The file that starts the training, relative to the code folder.'),
    base: BaseChoice.describe('Where the base images come from.'),
    uhubRegistry: z.string().describe('Registry of UHub that the GPU image is pushed to.'),
    imageName: z.string(),
    imageTag: z.string().default(''),
    internalUhub: z.boolean().default(false).describe('Push through the host inside UCloud.'),
    acceleratorType: AcceleratorType.default('gpu'),
    trainParams: z.string().default('').describe('Arguments of the main file.'),
    solver: z.string().default('').describe('Solver file of Caffe, as the container sees it.'),
    snapshot: z.string().default('').describe('Snapshot that Caffe restores its solver from.'),
    testData: relativePath,
    testOutput: relativePath,
    numGpus: ProjectSettings.shape.numGpus.default(null).describe('GPUs named in the GPU test command.'),
    keepGpuImage: z.boolean().default(true).describe('Keep the GPU image in the local Docker too.'),
    cloudGpu: CloudGpu.default('platform').describe('Card of the nodes that the training is to run on.'),
    smokeSeconds: ProjectSettings.shape.smokeSeconds.describe('Seconds that the CPU image is tried for before a push.'),
    packages: PackageSettings.default(noPackages).describe('What is installed in the base images before the code.'),
    ignore: IgnoreSettings.default({ rules: [], disabledDefaults: [] }).describe('What is left out of the images.'),
  })
  .describe('A training project of UAI Train Packer.')
export type ProjectFile = z.infer<typeof ProjectFile>

/** What a project file would do, for its reader to decide on. */
export const ProjectFilePreview = z.object({
  path: z.string(),
  /** Of its content; an import names it, so that what is imported is what was shown. */
  digest: z.string(),
  /** Written by this app, or shown to the user before, in just this form. */
  isTrusted: z.boolean(),
  /** With the paths of this machine, and the account of that name if there is one. */
  settings: ProjectSettings,
  /** Name of the account in the file; null when it names none. */
  accountName: z.string().nullable(),
  accountId: AccountId.nullable(),
  /** The project that is kept in this file. */
  projectId: ProjectId.nullable(),
  /** Folders that it names and that do not exist here. */
  missingFolders: z.array(z.string()),
  problems: z.array(FieldProblem),
})
export type ProjectFilePreview = z.infer<typeof ProjectFilePreview>

/** How a project and the file that it is kept in stand to each other. */
export const ProjectFileState = z.enum([
  'none',
  'in-step',
  /** The project has changes that the file lacks. */
  'project-changed',
  /** Somebody else has written the file since. */
  'file-changed',
  'file-missing',
])
export type ProjectFileState = z.infer<typeof ProjectFileState>

/** `conflict`: nothing was written, for what is there would be lost. */
export const ExportOutcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('written'), path: z.string() }),
  z.object({
    state: z.literal('conflict'),
    path: z.string(),
    /** `changed`: somebody else has written this project's file; `other`: another file is there. */
    reason: z.enum(['changed', 'other']),
  }),
])
export type ExportOutcome = z.infer<typeof ExportOutcome>
