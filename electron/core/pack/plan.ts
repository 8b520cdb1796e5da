import { dirname, join, resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { FieldProblem } from '../../../shared/model/field.ts'
import type { PackRequest, TrainCommands } from '../../../shared/model/pack.ts'
import { commandFileName, trainCommands } from '../../../shared/uaitrain/commands.ts'
import { checkAccountField, checkProject } from '../../../shared/uaitrain/fields.ts'
import type { AccountField } from '../../../shared/uaitrain/fields.ts'
import { chosenUhubHost, cpuImageName, gpuImageName, makesCpuImage } from '../../../shared/uaitrain/names.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'

/** All that can be known of a pack before anything is asked or read. */
export interface PackPlan {
  readonly request: PackRequest
  readonly codePath: string
  /** The folder that the code folder is in; the only one that is written to. */
  readonly projectFolder: string
  readonly commandFilePath: string
  readonly previousCommandFilePath: string
  readonly logFilePath: string
  readonly uhubHost: string
  /** Null when the base image has no CPU twin. */
  readonly cpuImage: string | null
  /** Null when only the CPU image is wanted. */
  readonly gpuImage: string | null
  readonly push: boolean
  /** The engine gets the GPU image too, its base pulled if need be. */
  readonly keepGpuImage: boolean
  readonly commands: TrainCommands
  /** How long the CPU image is tried before the push; null where it is not. */
  readonly smokeSeconds: number | null
}

/** Throws `invalid-field` for the first problem of the request. */
export function planPack(request: PackRequest): PackPlan {
  const [problem] = checkPackRequest(request)
  if (problem !== undefined) throw new AppError('invalid-field', problem)
  const { project } = request
  const codePath = resolve(project.codePath)
  const projectFolder = dirname(codePath)
  const cpuImage = makesCpuImage(project) ? cpuImageName(project) : null
  const gpuImage = project.acceleratorType === 'gpu' ? gpuImageName(project, request) : null
  return {
    request,
    codePath,
    projectFolder,
    commandFilePath: join(projectFolder, commandFileName),
    previousCommandFilePath: join(projectFolder, 'uaitrain_cmd.previous.txt'),
    logFilePath: join(projectFolder, 'uaitrain_pack.log'),
    uhubHost: chosenUhubHost(request, project.internalUhub),
    cpuImage,
    gpuImage,
    push: request.push && gpuImage !== null,
    keepGpuImage: project.keepGpuImage,
    commands: trainCommands(project, request),
    smokeSeconds: request.push && gpuImage !== null && cpuImage !== null ? project.smokeSeconds : null,
  }
}

/** The tags and the folder that a pack changes, so that no two packs change one of them at once. */
export function packClaims({ cpuImage, gpuImage, projectFolder }: PackPlan): string[] {
  return [cpuImage, gpuImage, projectFolder].filter((claim) => claim !== null)
}

/** Everything wrong with a request. Of the account only what this pack needs is asked for. */
export function checkPackRequest(request: PackRequest): FieldProblem[] {
  const { project } = request
  const asksService = project.base.kind === 'combination'
  const fields: AccountField[] = [
    'uhubHost',
    'uhubInternalHost',
    ...(asksService ? (['publicKey', 'region', 'zone', 'apiUrl', 'projectId'] as const) : []),
    ...(request.push && project.acceleratorType === 'gpu' ? (['uhubUsername'] as const) : []),
  ]
  const account = { ...defaultAccountSettings, ...request }
  return [...checkProject(project), ...fields.flatMap((field) => checkAccountField(field, account) ?? [])]
}
