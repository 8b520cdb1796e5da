import { describe, expect, it } from 'vitest'
import { isInnerHost } from '../../../../electron/adapters/network/loopback.ts'

const hostOf = (url: string): string => new URL(url).hostname

describe('a host name', () => {
  it.each([
    'http://localhost/',
    'http://LOCALHOST./',
    'http://any.localhost/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0.0.0.0/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
  ])('of this machine or its link is known: %s', (url) => {
    expect(isInnerHost(hostOf(url))).toBe(true)
  })

  it.each([
    'https://uhub.service.ucloud.cn/',
    'https://10.0.0.1/',
    'https://localhost.example.com/',
    'http://[2001:db8::1]/',
  ])('of another machine is no such: %s', (url) => {
    expect(isInnerHost(hostOf(url))).toBe(false)
  })
})
