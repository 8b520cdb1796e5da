import { AppError } from '../../../shared/errors.ts'
import type { Project } from '../../../shared/model/project.ts'
import type { SpeedProgress, SpeedReport } from '../../../shared/model/speed.ts'
import { findCombination } from '../../../shared/uaitrain/combinations.ts'
import { chosenUhubHost, gpuImageName } from '../../../shared/uaitrain/names.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { StoredAccount } from '../accounts/account-store.ts'
import type { SpeedMeter } from '../ports/registry.ts'

export interface MeasureOptions {
  readonly meter: SpeedMeter
  readonly account: StoredAccount
  readonly password: string | null
  /** Of the account; whose images are read and in whose repository uploads are begun. Null when it has none. */
  readonly project: Project | null
  readonly signal: AbortSignal
}

/** How fast an account's registry is, as a pack of its project would find it. Rejects with `secret-missing` or `registry-*`. */
export function measureAccount(options: MeasureOptions): AsyncGenerator<SpeedProgress, SpeedReport> {
  const { meter, account, password, project, signal } = options
  const { uhubUsername: username, name } = account.settings
  if (password === null || username === '') {
    throw new AppError('secret-missing', { field: password === null ? 'uhubPassword' : 'uhubUsername', account: name })
  }
  const { host, repository, samples } = placesOf(account.settings, project)
  return meter.measureSpeed({ auth: { host, username, password }, repository, samples, signal })
}

interface Places {
  readonly host: string
  readonly repository: string | null
  readonly samples: readonly string[]
}

export function placesOf(hosts: StoredAccount['settings'], project: Project | null): Places {
  if (project === null) return { host: hosts.uhubHost, repository: null, samples: [] }
  const host = chosenUhubHost(hosts, project.internalUhub)
  const own = gpuImageName(project, hosts)
  const isNamed = project.uhubRegistry !== '' && project.imageName !== ''
  return {
    host,
    repository: isNamed ? (parseImageRef(own)?.repository ?? null) : null,
    // A base is the largest there is.
    samples: [...basesOf(project, host), ...(isNamed ? [own] : [])],
  }
}

function basesOf({ base }: Project, host: string): string[] {
  if (base.kind === 'own') return [base.gpuImage, base.cpuImage].filter((image) => image !== '')
  const known = findCombination(base)?.baseImages
  return known === undefined ? [] : [`${host}/${known.gpu}`, `${host}/${known.cpu}`]
}
