import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { Clock } from '../ports/clock.ts'
import type { Engine } from '../ports/engine.ts'
import type { Files } from '../ports/files.ts'
import type { ImageRegistry, RegistryAuth } from '../ports/registry.ts'
import type { UcloudApi, UcloudCredentials } from '../ports/ucloud-api.ts'
import type { BaseImageCache } from '../base-images/resolve.ts'
import type { BadgeStore } from '../smoke/badge-store.ts'
import type { ChangeVault } from '../packages/change-vault.ts'
import type { LayerMaker } from '../layer/code-layer.ts'
import type { ImageChanges } from './image-changes.ts'
import type { PackPlan } from './plan.ts'

/** Null where there is none. */
export interface PackSecrets {
  readonly privateKey: string | null
  readonly uhubPassword: string | null
}

export interface PackDependencies {
  readonly engine: Engine
  readonly registry: ImageRegistry
  readonly layers: LayerMaker
  readonly ucloud: UcloudApi
  readonly secrets: PackSecrets
  readonly files: Files
  /** Where the changes of the request are; left out where it has none, as one of the command line. */
  readonly keptChanges?: Pick<ChangeVault, 'open'>
  readonly clock: Clock
  /** Lives as long as the session. */
  readonly baseImageCache: BaseImageCache
  /** What images came to when they were tried; left out by a command line. */
  readonly badges?: BadgeStore
  /** Replaces every secret in a text. */
  readonly redact: (text: string) => string
  /** Carried by the containers that it makes; left out by a command line. */
  readonly jobId?: string
  readonly signal: AbortSignal
}

export interface PackContext {
  readonly plan: PackPlan
  readonly dependencies: PackDependencies
  readonly changes: ImageChanges
  /** Aborted with the pack, or with the other lane. */
  readonly signal: AbortSignal
}

/** What to show the registry of an image; null for registries other than the account's, or without a password. */
export function authFor({ plan, dependencies }: PackContext, image: string): RegistryAuth | null {
  const { uhubHost, uhubInternalHost, uhubUsername } = plan.request
  const host = parseImageRef(image)?.host
  const password = dependencies.secrets.uhubPassword
  if (host === undefined || password === null || uhubUsername === '') return null
  return host === uhubHost || host === uhubInternalHost ? { host, username: uhubUsername, password } : null
}

export function credentialsOf({ plan, dependencies }: PackContext): UcloudCredentials {
  const { apiUrl, publicKey, projectId, region, zone } = plan.request
  return { apiUrl, publicKey, privateKey: dependencies.secrets.privateKey ?? '', projectId, region, zone }
}
