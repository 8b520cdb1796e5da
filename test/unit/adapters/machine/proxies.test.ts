import { expect, it } from 'vitest'
import { readProxies } from '../../../../electron/adapters/machine/proxies.ts'
import { withoutPassword } from '../../../../electron/adapters/network/without-password.ts'

it('takes the small variable before the big one, and no password', () => {
  const environment = {
    https_proxy: 'http://lin:secret@proxy.lan:3128',
    HTTPS_PROXY: 'http://other:1',
    HTTP_PROXY: 'http://plain:2',
    NO_PROXY: 'localhost',
  }
  expect(readProxies(environment)).toEqual({
    https: 'http://proxy.lan:3128/',
    http: 'http://plain:2',
    none: 'localhost',
  })
})

it('shows nothing of what may hold a password in a place that is not known', () => {
  expect(withoutPassword('lin:secret@proxy')).toBe('')
  expect(withoutPassword('proxy.lan')).toBe('proxy.lan')
})
