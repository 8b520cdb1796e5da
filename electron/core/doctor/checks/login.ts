import { AppError } from '../../../../shared/errors.ts'
import type { Check } from '../check.ts'
import { accountCure, withAccount } from '../checked-account.ts'

/** Does UHub take the account's user and password? */
export const checkLogin: Check = {
  id: 'login',
  run: (context) =>
    withAccount(context, async (account) => {
      const { uhubHost: host, uhubUsername: username, name } = account.settings
      const password = await account.uhubPassword()
      if (password === null || username === '') {
        const field = password === null ? 'uhubPassword' : 'uhubUsername'
        return { code: 'login-password-missing', values: { account: name }, cures: [accountCure(account, field)] }
      }
      const values = { host, username, account: name }
      try {
        await context.registry.checkLogin({ host, username, password }, context.signal)
        return { code: 'login-fine', values }
      } catch (error) {
        const data = error instanceof AppError ? (error as AppError).toData() : null
        if (data?.code === 'registry-login-refused') {
          const cures = [accountCure(account, 'uhubPassword')]
          return { code: 'login-refused', values, words: data.details.words, cures }
        }
        if (data?.code !== 'registry-unreachable' && data?.code !== 'registry-refused') throw error
        return {
          code: 'login-unreachable',
          values,
          words: data.details.words,
          cures: [accountCure(account, 'uhubHost')],
        }
      }
    }),
}
