import { describe, expect, it } from 'vitest'
import { sshFailure } from '../../../../electron/adapters/docker/ssh-failure.ts'
import { sshArguments } from '../../../../electron/adapters/docker/ssh-tunnel.ts'

const address = 'ssh://lin@gpu-box'
const debug = 'debug1: Server host key: ssh-ed25519 SHA256:abc\n'
const key = { address, keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' }

describe('the words of ssh', () => {
  it.each([
    [
      `${debug}No ED25519 host key is known for [127.0.0.1]:2222 and you have requested strict checking.\r\nHost key verification failed.\r\n`,
      { code: 'engine-host-key-unknown', details: key },
    ],
    [
      `${debug}@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\nHost key verification failed.\r\n`,
      { code: 'engine-host-key-changed', details: key },
    ],
    [
      `${debug}lin@gpu-box: Permission denied (publickey).\r\n`,
      { code: 'engine-login-refused', details: { address, words: 'lin@gpu-box: Permission denied (publickey).' } },
    ],
    [
      'channel 2: open failed: connect failed: No such file or directory\r\n',
      { code: 'engine-remote-missing', details: { address, words: 'No such file or directory' } },
    ],
    [
      'channel 2: open failed: connect failed: Permission denied\r\n',
      { code: 'engine-remote-permission', details: { address, words: 'Permission denied' } },
    ],
    [
      'debug1: Connecting\r\nssh: Could not resolve hostname gpu-box: Name or service not known\r\n',
      {
        code: 'engine-link-failed',
        details: { address, words: 'ssh: Could not resolve hostname gpu-box: Name or service not known' },
      },
    ],
    ['spawn ssh ENOENT', { code: 'engine-link-failed', details: { address, words: 'spawn ssh ENOENT' } }],
  ])('are told as what they mean: %j', (text, error) => {
    expect(sshFailure(address, text).toData()).toEqual(error)
  })
})

describe('a tunnel', () => {
  it('trusts nobody, asks nobody, and takes no host for an option', () => {
    const words = sshArguments('ssh://lin@-oProxyCommand=evil:2222', '/private/engine.sock')
    expect(words.slice(words.indexOf('--'))).toEqual(['--', '-oProxyCommand=evil'])
    expect(words).toEqual(expect.arrayContaining(['StrictHostKeyChecking=yes', 'BatchMode=yes', '-N']))
    expect(words).toContain('/private/engine.sock:/var/run/docker.sock')
    expect(words.join(' ')).toContain('-l lin -p 2222')
  })

  it('ends at the socket that the address names', () => {
    expect(sshArguments('ssh://gpu-box/run/user/1000/docker.sock', '/s')).toContain('/s:/run/user/1000/docker.sock')
  })
})
