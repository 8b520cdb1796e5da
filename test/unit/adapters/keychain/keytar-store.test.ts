import { expect, it } from 'vitest'
import { createKeytarStore } from '../../../../electron/adapters/keychain/keytar-store.ts'
import { AccountId } from '../../../../shared/model/ids.ts'
import { thrownBy } from '../../../support/thrown.ts'

const never = (): Promise<never> => new Promise(() => undefined)
const account = AccountId.parse('account-1')

it('waits for a keychain that does not answer, but not for ever', async () => {
  const store = createKeytarStore({ getPassword: never, setPassword: never, deletePassword: never }, 20)
  const silent = { code: 'keychain-failed', details: { words: 'no answer within 0.02 s' } }
  expect(await thrownBy(store.get(account, 'privateKey'))).toEqual(silent)
  expect(await thrownBy(store.set(account, 'privateKey', 'secret'))).toEqual(silent)
  expect(await thrownBy(store.remove(account, 'privateKey'))).toEqual(silent)
})
