import { z } from 'zod'
import { FieldName } from './field.ts'
import { Gpu } from './gpu.ts'
import { AccountId } from './ids.ts'

/** What is looked at, in the order in which it is shown. */
export const CheckId = z.enum([
  'engine',
  'permission',
  'running',
  'version',
  'disk',
  'gpu',
  'keychain',
  'sandbox',
  'api',
  'clock',
  'login',
  'proxy',
])
export type CheckId = z.infer<typeof CheckId>

export const CheckVerdict = z.enum(['ok', 'warning', 'problem', 'skipped'])
export type CheckVerdict = z.infer<typeof CheckVerdict>

/** Everything a check can find, with what that means for who wants to pack. */
export const verdictOfCode = {
  'engine-local': 'ok',
  'engine-rootless': 'ok',
  'engine-remote': 'ok',
  'engine-missing': 'problem',
  /** DOCKER_HOST leads to nothing. */
  'host-missing': 'problem',
  'context-missing': 'problem',

  'permission-fine': 'ok',
  'permission-remote': 'skipped',
  'permission-group': 'problem',
  /** In the group, but not since this session began. */
  'permission-session': 'problem',
  /** The group has no rights of its own. */
  'permission-owner': 'problem',

  'running-fine': 'ok',
  'engine-stopped': 'problem',
  'engine-unanswered': 'problem',
  'engine-refused': 'problem',

  'version-fine': 'ok',
  'version-old': 'warning',
  'driver-slow': 'warning',

  'disk-fine': 'ok',
  'disk-low': 'warning',
  'disk-full': 'problem',
  'disk-elsewhere': 'skipped',

  'gpu-ready': 'ok',
  'gpu-remote': 'skipped',
  'gpu-remote-ready': 'ok',
  'gpu-none': 'skipped',
  'gpu-driver-missing': 'warning',
  /** It is there, but NVIDIA's own tool does not get through to it. */
  'gpu-driver-silent': 'warning',
  'gpu-toolkit-missing': 'warning',

  'keychain-fine': 'ok',
  'keychain-memory': 'warning',

  'sandbox-running': 'ok',
  'sandbox-stopped': 'skipped',
  'sandbox-none': 'skipped',

  'account-none': 'skipped',
  'account-sandbox-stopped': 'skipped',
  'api-fine': 'ok',
  'api-key-missing': 'warning',
  'api-refused': 'problem',
  'api-unreachable': 'problem',
  'api-unexpected': 'problem',

  'clock-fine': 'ok',
  'clock-off': 'warning',
  'clock-wrong': 'problem',
  'clock-unknown': 'skipped',

  'login-fine': 'ok',
  'login-password-missing': 'warning',
  'login-refused': 'problem',
  'login-unreachable': 'problem',

  'proxy-none': 'ok',
  'proxy-engine': 'ok',
  'proxy-engine-without': 'warning',

  /** For any check: what it builds on has to be right first. */
  'engine-needed': 'skipped',
  unanswered: 'problem',
  'check-failed': 'warning',
} as const satisfies Record<string, CheckVerdict>

export const FindingCode = z.enum(Object.keys(verdictOfCode) as [keyof typeof verdictOfCode])
export type FindingCode = keyof typeof verdictOfCode

/** What can be done about it: in the app, or by a command for the user's own terminal. */
export const Cure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), command: z.string() }),
  /** Without an id a new account is made. */
  z.object({ kind: z.literal('account'), accountId: AccountId.nullable(), field: FieldName.nullable() }),
  z.object({ kind: z.literal('sandbox') }),
])
export type Cure = z.infer<typeof Cure>

export const Finding = z.object({
  check: CheckId,
  code: FindingCode,
  verdict: CheckVerdict,
  /** For the words of the code. A name that ends in `Bytes` is a size, in `PerSecond` one a second. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The remote's own words. */
  words: z.string().nullable(),
  cures: z.array(Cure),
  tookMs: z.number(),
})
export type Finding = z.infer<typeof Finding>

/** Whether a GPU test can run here, and on what. */
export const GpuReport = z.object({ finding: Finding, gpus: z.array(Gpu) })
export type GpuReport = z.infer<typeof GpuReport>

/** What all of them come to. */
export function worstVerdict(findings: readonly Pick<Finding, 'verdict'>[]): 'ok' | 'warning' | 'problem' {
  if (findings.some(({ verdict }) => verdict === 'problem')) return 'problem'
  return findings.some(({ verdict }) => verdict === 'warning') ? 'warning' : 'ok'
}
