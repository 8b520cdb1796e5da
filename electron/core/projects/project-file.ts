import { createHash } from 'node:crypto'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import { ProjectFile, projectFileVersion } from '../../../shared/model/project-file.ts'
import { ProjectSettings } from '../../../shared/model/project.ts'

/** A file is a few hundred bytes; whatever is larger is something else. */
export const maxProjectFileBytes = 1024 * 1024
/** A folder further away than this is likelier to be at the same place elsewhere than at the same distance. */
const maxFoldersUp = 2

/** What a file says, with the paths of this machine. */
export interface ReadProjectFile {
  readonly settings: ProjectSettings
  /** A hint only: the account of that name, if there is one. */
  readonly accountName: string | null
}

/** The text of a project's file. `folder` is the file's own, to which paths are relative. */
export function writeProjectFile(
  settings: ProjectSettings,
  { folder, accountName }: { folder: string; accountName: string | null },
): string {
  const { codePath, testDataPath, testOutputPath, accountId, ...rest } = settings
  const file: ProjectFile = {
    schema: projectFileVersion,
    name: rest.name,
    ...(accountId === null || accountName === null ? {} : { account: accountName }),
    code: pathInFile(folder, codePath),
    mainFile: rest.mainFile,
    base: rest.base,
    uhubRegistry: rest.uhubRegistry,
    imageName: rest.imageName,
    imageTag: rest.imageTag,
    internalUhub: rest.internalUhub,
    acceleratorType: rest.acceleratorType,
    trainParams: rest.trainParams,
    solver: rest.solver,
    snapshot: rest.snapshot,
    testData: pathInFile(folder, testDataPath),
    testOutput: pathInFile(folder, testOutputPath),
    numGpus: rest.numGpus,
    keepGpuImage: rest.keepGpuImage,
    smokeSeconds: rest.smokeSeconds,
    cloudGpu: rest.cloudGpu,
    packages: rest.packages,
    ignore: rest.ignore,
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Throws `project-file-invalid` with the place of the mistake, or `project-file-newer`. */
export function parseProjectFile(
  text: string,
  { path, folder, findAccount }: { path: string; folder: string; findAccount: (name: string) => AccountId | null },
): ReadProjectFile {
  const file = parse(text, path)
  return {
    settings: ProjectSettings.parse({
      ...file,
      accountId: file.account === undefined ? null : findAccount(file.account),
      codePath: pathOnDisk(folder, file.code),
      testDataPath: pathOnDisk(folder, file.testData),
      testOutputPath: pathOnDisk(folder, file.testOutput),
    }),
    accountName: file.account ?? null,
  }
}

export function projectFileDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

function parse(text: string, path: string): ProjectFile {
  const content = parseJson(text, path)
  const version = z.object({ schema: z.number() }).safeParse(content).data?.schema
  if (version !== undefined && version > projectFileVersion) {
    throw new AppError('project-file-newer', { path, version, known: projectFileVersion })
  }
  const parsed = ProjectFile.safeParse(content)
  if (!parsed.success) throw new AppError('project-file-invalid', { path, words: z.prettifyError(parsed.error) })
  return parsed.data
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new AppError('project-file-invalid', { path, words: error instanceof Error ? error.message : String(error) })
  }
}

/** Relative with `/`, so that it is right wherever the code is checked out; as it is where that would lose something. */
function pathInFile(folder: string, path: string): string {
  if (!isAbsolute(path)) return path
  const inFile = relative(folder, path).split(sep).join('/') || '.'
  const foldersUp = inFile.split('/').filter((part) => part === '..').length
  const isFaithful = foldersUp <= maxFoldersUp && !isAbsolute(inFile) && resolve(folder, inFile) === path
  return isFaithful ? inFile : path
}

function pathOnDisk(folder: string, inFile: string): string {
  return inFile === '' || isAbsolute(inFile) ? inFile : resolve(folder, inFile)
}
