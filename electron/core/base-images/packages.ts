import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { UcloudApi, UcloudCredentials } from '../ports/ucloud-api.ts'

export const PackageType = z.enum(['OS', 'Python', 'AIFrame', 'Accelerator'])
export type PackageType = z.infer<typeof PackageType>

const EnvironmentPackage = z.object({
  PkgId: z.union([z.number(), z.string()]),
  PkgName: z.string(),
  PkgVersion: z.string().nullish(),
})
export type EnvironmentPackage = z.infer<typeof EnvironmentPackage>

/** The list was called `PkgSet` before September 2018. */
const PackageAnswer = z.union([
  z.object({ DataSet: z.array(EnvironmentPackage) }).transform(({ DataSet }) => DataSet),
  z.object({ PkgSet: z.array(EnvironmentPackage) }).transform(({ PkgSet }) => PkgSet),
])

const BaseImageAnswer = z.object({ BimgName: z.array(z.string()).nullish() })

export interface ApiAccess {
  readonly ucloud: UcloudApi
  readonly credentials: UcloudCredentials
}

/** The packages of one type that the service has images with. */
export async function listPackages(
  { ucloud, credentials }: ApiAccess,
  type: PackageType,
  signal: AbortSignal,
): Promise<readonly EnvironmentPackage[]> {
  const parameters = { PkgType: type }
  const answer = await ucloud.call({ action: 'GetUAITrainEnvPkg', parameters, credentials, signal })
  const parsed = PackageAnswer.safeParse(answer)
  if (!parsed.success)
    throw badAnswer(credentials, 'GetUAITrainEnvPkg: neither DataSet nor PkgSet is a list of packages')
  return parsed.data
}

export interface PackageIds {
  readonly os: EnvironmentPackage['PkgId']
  readonly python: EnvironmentPackage['PkgId']
  readonly aiFramework: EnvironmentPackage['PkgId']
  readonly accelerator: EnvironmentPackage['PkgId']
}

/** The first image with all of the packages; null when the service has none. */
export async function findBaseImage(
  { ucloud, credentials }: ApiAccess,
  ids: PackageIds,
  signal: AbortSignal,
): Promise<string | null> {
  const parameters = {
    OSVersion: ids.os,
    PythonVersion: ids.python,
    AIFrameVersion: ids.aiFramework,
    AcceleratorID: ids.accelerator,
  }
  const answer = await ucloud.call({ action: 'CheckUAITrainBaseImgExists', parameters, credentials, signal })
  const parsed = BaseImageAnswer.safeParse(answer)
  if (!parsed.success) throw badAnswer(credentials, 'CheckUAITrainBaseImgExists: BimgName is no list of names')
  return parsed.data.BimgName?.[0] ?? null
}

/**
 * The id of a package by a value such as `python-3.6.2`: name before the last dash, version after it, where a package
 * without a version fits every version. A value without a dash is a name. Throws `base-unsupported`.
 */
export function findPackageId(
  packages: readonly EnvironmentPackage[],
  type: PackageType,
  value: string,
): EnvironmentPackage['PkgId'] {
  const dash = type === 'Accelerator' ? -1 : value.lastIndexOf('-')
  const name = dash < 0 ? value : value.slice(0, dash)
  const version = dash < 0 ? null : value.slice(dash + 1)
  const fits = ({ PkgName, PkgVersion }: EnvironmentPackage): boolean =>
    PkgName === name && (version === null || (PkgVersion ?? '') === '' || PkgVersion === version)
  // A value that begins with its last dash has no name, and fits nothing.
  const found = dash === 0 ? undefined : packages.find(fits)
  if (found === undefined) throw new AppError('base-unsupported', { packageType: type, value })
  return found.PkgId
}

function badAnswer({ apiUrl }: UcloudCredentials, words: string): AppError {
  return new AppError('ucloud-bad-answer', { url: apiUrl, status: 200, words })
}
