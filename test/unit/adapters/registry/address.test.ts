import { expect, it } from 'vitest'
import { isPrivateUrl, registryUrl } from '../../../../electron/adapters/registry/address.ts'

it.each([
  ['uhub.ucloud.cn', 'https://uhub.ucloud.cn/'],
  ['10.0.0.1:5000', 'https://10.0.0.1:5000/'],
  ['docker.io', 'https://registry-1.docker.io/'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000/'],
  ['127.8.9.10:5000', 'http://127.8.9.10:5000/'],
  ['localhost:5000', 'http://localhost:5000/'],
  ['[::1]:5000', 'http://[::1]:5000/'],
  ['127.0.0.1.example.com', 'https://127.0.0.1.example.com/'],
  ['localhost.example.com', 'https://localhost.example.com/'],
])('%s is served at %s', (host, url) => {
  expect(registryUrl(host).href).toBe(url)
})

it('sends no password in the clear', () => {
  expect(isPrivateUrl(new URL('https://auth.example.com/token'))).toBe(true)
  expect(isPrivateUrl(new URL('http://127.0.0.1:5001/token'))).toBe(true)
  expect(isPrivateUrl(new URL('http://auth.example.com/token'))).toBe(false)
  expect(isPrivateUrl(new URL('ftp://127.0.0.1/token'))).toBe(false)
})
