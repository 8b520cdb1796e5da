import { expect, it } from 'vitest'
import { createSecretStore } from '../../electron/adapters/keychain/create-secret-store.ts'
import { AccountId } from '../../shared/model/ids.ts'

it('keeps secrets in memory where the system has no keychain, and says why', async () => {
  process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus'
  const store = createSecretStore()
  const backend = await store.backend()
  expect(backend.kind).toBe('memory')
  expect(backend.kind === 'memory' && backend.words).toMatch(/\w{4}/)
  const account = AccountId.parse('account-1')
  await store.set(account, 'privateKey', 'secret')
  expect(await store.get(account, 'privateKey')).toBe('secret')
  expect(await createSecretStore().get(account, 'privateKey')).toBeNull()
})
