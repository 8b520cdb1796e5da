import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { isWithoutPackages, type PackageSettings } from '../../../shared/model/packages.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'

/** What makes a customised base image of a base image. */
export interface Recipe {
  readonly settings: PackageSettings
  /** The text of the requirements file; null without one. */
  readonly requirements: string | null
}

const customisedRepository = 'uai-train-packer/base'
export const recipeLabel = 'cn.ucloud.uai-train-packer.recipe'

/** Null when the base images are to be used as they are. Rejects with `invalid-field` without the requirements file. */
export async function recipeOf({
  codePath,
  packages,
}: Pick<ProjectSettings, 'codePath' | 'packages'>): Promise<Recipe | null> {
  if (isWithoutPackages(packages)) return null
  const { requirementsFile } = packages
  if (requirementsFile === '') return { settings: packages, requirements: null }
  try {
    return { settings: packages, requirements: await readFile(join(codePath, requirementsFile), 'utf8') }
  } catch {
    throw new AppError('invalid-field', {
      field: 'requirementsFile',
      problem: 'not-found',
      value: requirementsFile,
    })
  }
}

/** The same for what leads to the same image: the base, the lists in any order, where they come from. */
export function recipeKey(baseId: string, { settings, requirements }: Recipe): string {
  const { pip, apt, indexUrl, pythonLink } = settings
  const content = ['1', baseId, pip.toSorted(), apt.toSorted(), requirements, indexUrl, pythonLink]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

/** The same for the same base and the same change. */
export function changeKey(baseId: string, digest: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['change 1', baseId, digest]))
    .digest('hex')
}

export function customisedName(key: string): string {
  return `${customisedRepository}:${key.slice(0, 24)}`
}

export function isCustomised(reference: string): boolean {
  return reference.startsWith(`${customisedRepository}:`)
}
