import { z } from 'zod'
import { AccountId } from './ids.ts'

/** `sandbox`: the local stand-in for the service, started by the app itself when it is needed. */
export const AccountKind = z.enum(['ucloud', 'sandbox'])
export type AccountKind = z.infer<typeof AccountKind>

/** Everything about an account that is not secret. Its private key and UHub password live in the keychain. */
export const AccountSettings = z.object({
  name: z.string(),
  kind: AccountKind,
  publicKey: z.string(),
  /** `org-…`; empty for the default project. */
  projectId: z.string(),
  region: z.string(),
  zone: z.string(),
  apiUrl: z.string(),
  uhubUsername: z.string(),
  /** Registry host reached from outside UCloud. */
  uhubHost: z.string(),
  /** Registry host reached from inside UCloud. */
  uhubInternalHost: z.string(),
})
export type AccountSettings = z.infer<typeof AccountSettings>

export const Account = AccountSettings.extend({
  id: AccountId,
  hasPrivateKey: z.boolean(),
  hasUhubPassword: z.boolean(),
})
export type Account = z.infer<typeof Account>

/** A secret left out is kept as it was. */
export const AccountSecrets = z.object({
  privateKey: z.string().min(1).optional(),
  uhubPassword: z.string().min(1).optional(),
})
export type AccountSecrets = z.infer<typeof AccountSecrets>

export const SecretName = z.enum(['privateKey', 'uhubPassword'])
export type SecretName = z.infer<typeof SecretName>

/** The SDK's own defaults: `uai-sdk` sends this region and zone when none is given. */
export const defaultAccountSettings: AccountSettings = {
  name: '',
  kind: 'ucloud',
  publicKey: '',
  projectId: '',
  region: 'cn-bj2',
  zone: 'cn-bj2-04',
  apiUrl: 'https://api.ucloud.cn',
  uhubUsername: '',
  uhubHost: 'uhub.ucloud.cn',
  uhubInternalHost: 'uhub.service.ucloud.cn',
}
