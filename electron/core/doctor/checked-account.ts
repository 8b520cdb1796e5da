import type { Cure } from '../../../shared/model/doctor.ts'
import type { FieldName } from '../../../shared/model/field.ts'
import type { CheckContext, CheckedAccount, Outcome } from './check.ts'

export function accountCure(account: CheckedAccount, field: FieldName): Cure {
  return { kind: 'account', accountId: account.id, field }
}

/** What is found with the account, or why nothing of one can be tried. The sandbox's servers are not started for it. */
export async function withAccount(
  { account, readServerTime, signal }: CheckContext,
  find: (account: CheckedAccount) => Promise<Outcome>,
): Promise<Outcome> {
  if (account === null) {
    return { code: 'account-none', cures: [{ kind: 'account', accountId: null, field: null }, { kind: 'sandbox' }] }
  }
  const { kind, apiUrl, name } = account.settings
  if (kind === 'sandbox') {
    try {
      await readServerTime(apiUrl, signal)
    } catch (error) {
      if (signal.aborted) throw error
      return { code: 'account-sandbox-stopped', values: { account: name }, cures: [{ kind: 'sandbox' }] }
    }
  }
  return find(account)
}
