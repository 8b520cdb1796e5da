import type { CheckId, Cure, FindingCode } from '../../../shared/model/doctor.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import type { AccountSettings } from '../../../shared/model/account.ts'
import type { Engine } from '../ports/engine.ts'
import type { Gpus } from '../ports/gpus.ts'
import type { Registry } from '../ports/registry.ts'
import type { SecretStore } from '../ports/secrets.ts'
import type { UcloudApi } from '../ports/ucloud-api.ts'
import type { EngineAnswer, EngineFacts } from './engine-facts.ts'
import type { Machine } from './machine.ts'

export interface DoctorLimits {
  readonly lowDiskBytes: number
  readonly fullDiskBytes: number
}

/** The account whose keys and password are tried. */
export interface CheckedAccount {
  readonly id: AccountId | null
  readonly settings: AccountSettings
  privateKey(): Promise<string | null>
  uhubPassword(): Promise<string | null>
}

/** What the checks look at. */
export interface DoctorTools {
  readonly machine: Machine
  readonly gpus: Gpus
  readonly engine: Pick<Engine, 'health' | 'describe'>
  readonly registry: Pick<Registry, 'checkLogin'>
  readonly ucloud: UcloudApi
  readonly secrets: Pick<SecretStore, 'backend'>
  readonly account: CheckedAccount | null
  /** Of the sandbox's own account; null before there is one. */
  readonly sandboxSettings: AccountSettings | null
  /** The time that a server tells with its answer, in milliseconds since 1970; null when it tells none. */
  readonly readServerTime: (url: string, signal: AbortSignal) => Promise<number | null>
  readonly now: () => number
  readonly limits: DoctorLimits
}

export interface CheckContext extends DoctorTools {
  /** Looked up and asked once for all checks of a run. */
  readonly engineFacts: () => Promise<EngineFacts>
  readonly engineAnswer: () => Promise<EngineAnswer>
  readonly signal: AbortSignal
}

export interface Outcome {
  readonly code: FindingCode
  readonly values?: Readonly<Record<string, string | number>>
  readonly words?: string
  readonly cures?: readonly Cure[]
}

export interface Check {
  readonly id: CheckId
  run(context: CheckContext): Promise<Outcome>
}

/** Null stands for a command that this machine has no place for. */
export function commandCures(...commands: readonly (string | null)[]): Cure[] {
  return commands.filter((command) => command !== null).map((command) => ({ kind: 'command', command }))
}
