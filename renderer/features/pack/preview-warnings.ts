import { defaultAccountSettings, type Account } from '../../../shared/model/account.ts'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import { packedImageNames } from '../../../shared/uaitrain/names.ts'
import { isBelowPath } from '../../../shared/uaitrain/text-checks.ts'

/** What a pack may bring about that its user did not mean. */
export type PreviewWarning =
  { readonly kind: 'sameImage'; readonly project: string } | { readonly kind: 'dataInside' | 'outputInside' }

interface Known {
  readonly projectId: ProjectId
  readonly projects: readonly Project[]
  readonly accounts: readonly Account[]
}

export function previewWarnings(settings: ProjectSettings, { projectId, projects, accounts }: Known): PreviewWarning[] {
  const images = new Set(imagesOf(settings, accounts))
  const sharing = projects.filter(
    (other) => other.id !== projectId && imagesOf(other, accounts).some((image) => images.has(image)),
  )
  const { codePath, testDataPath, testOutputPath } = settings
  return [
    ...sharing.map(({ name }) => ({ kind: 'sameImage', project: name }) as const),
    ...(isBelowPath(testDataPath, codePath) ? [{ kind: 'dataInside' } as const] : []),
    ...(isBelowPath(testOutputPath, codePath) ? [{ kind: 'outputInside' } as const] : []),
  ]
}

/** The full names of the images that a pack makes; none while the name is missing. */
function imagesOf(settings: ProjectSettings, accounts: readonly Account[]): string[] {
  if (settings.imageName === '') return []
  const hosts = accounts.find(({ id }) => id === settings.accountId) ?? defaultAccountSettings
  return packedImageNames(settings, hosts)
}
