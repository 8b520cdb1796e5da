import {
  AccountSettings,
  defaultAccountSettings,
  type Account,
  type AccountSecrets,
} from '../../../shared/model/account.ts'
import type { FieldProblem } from '../../../shared/model/field.ts'
import { checkAccount } from '../../../shared/uaitrain/fields.ts'

/** What the dialog holds: secrets are what has been typed just now, never what is kept. */
export interface AccountDraft {
  readonly settings: AccountSettings
  readonly privateKey: string
  readonly uhubPassword: string
}

export function draftOf(account: Account | undefined): AccountDraft {
  // The schema drops what is not a setting.
  const settings = AccountSettings.parse(account ?? defaultAccountSettings)
  return { settings, privateKey: '', uhubPassword: '' }
}

/** What has been typed; what is kept is left out. */
export function secretsOf({ privateKey, uhubPassword }: AccountDraft): AccountSecrets {
  return {
    ...(privateKey === '' ? {} : { privateKey }),
    ...(uhubPassword === '' ? {} : { uhubPassword }),
  }
}

export function accountProblems(draft: AccountDraft, account: Account | undefined): FieldProblem[] {
  return checkAccount(draft.settings, {
    privateKeyGiven: draft.privateKey !== '' || account?.hasPrivateKey === true,
    uhubPasswordGiven: draft.uhubPassword !== '' || account?.hasUhubPassword === true,
  })
}
