import { AppError, type ErrorData } from '../../../../shared/errors.ts'
import type { FieldName } from '../../../../shared/model/field.ts'
import type { Check, CheckedAccount, Outcome } from '../check.ts'
import { accountCure, withAccount } from '../checked-account.ts'

/** What each is cured with: 170 and 171 the signature, 172 the user, 292 and 299 the project and its rights. */
const fieldOfRetCode: Readonly<Record<number, FieldName>> = {
  170: 'privateKey',
  171: 'privateKey',
  172: 'publicKey',
  292: 'projectId',
  299: 'projectId',
}

/** Does the UCloud API answer, and does it take the account's keys? */
export const checkApi: Check = {
  id: 'api',
  run: (context) =>
    withAccount(context, async (account) => {
      const { settings } = account
      const privateKey = await account.privateKey()
      if (privateKey === null || settings.publicKey === '') {
        const field = privateKey === null ? 'privateKey' : 'publicKey'
        return { code: 'api-key-missing', values: { account: settings.name }, cures: [accountCure(account, field)] }
      }
      try {
        const credentials = { ...settings, privateKey }
        await context.ucloud.call({
          action: 'GetProjectList',
          parameters: {},
          credentials,
          signal: context.signal,
        })
        return { code: 'api-fine', values: { url: settings.apiUrl, account: settings.name } }
      } catch (error) {
        const outcome = error instanceof AppError ? outcomeOf((error as AppError).toData(), account) : null
        if (outcome === null) throw error
        return outcome
      }
    }),
}

function outcomeOf(error: ErrorData, account: CheckedAccount): Outcome | null {
  const values = { url: account.settings.apiUrl, account: account.settings.name }
  if (error.code === 'ucloud-refused') {
    const { retCode, words, action } = error.details
    const field = fieldOfRetCode[retCode]
    const cures = field === undefined ? [] : [accountCure(account, field)]
    return { code: 'api-refused', values: { ...values, retCode, action }, words, cures }
  }
  if (error.code === 'ucloud-bad-answer') {
    return { code: 'api-unexpected', values: { ...values, status: error.details.status }, words: error.details.words }
  }
  const cures = [accountCure(account, 'apiUrl')]
  if (error.code === 'ucloud-unreachable') return { code: 'api-unreachable', values, words: error.details.words, cures }
  return error.code === 'invalid-field' ? { code: 'api-unreachable', values, cures } : null
}
