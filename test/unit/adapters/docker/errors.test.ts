import { describe, expect, it } from 'vitest'
import { connectionError, containerError, loginError } from '../../../../electron/adapters/docker/errors.ts'

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code} /run/x.sock`), { code })
}

describe('a request without an answer', () => {
  it.each([
    ['ENOENT', 'engine-missing'],
    ['ENOTDIR', 'engine-missing'],
    ['EACCES', 'engine-permission'],
    ['EPERM', 'engine-permission'],
    ['ECONNREFUSED', 'engine-stopped'],
    ['ENOTFOUND', 'engine-stopped'],
    ['EHOSTUNREACH', 'engine-stopped'],
    ['ECONNRESET', 'engine-stream-cut'],
    ['EPIPE', 'engine-stream-cut'],
  ])('%s means %s', (code, meaning) => {
    expect(connectionError(systemError(code), 'unix:///run/x.sock', 'pull').code).toBe(meaning)
  })

  it('is judged by the first address of a name', () => {
    const error = new AggregateError([systemError('ECONNREFUSED'), systemError('ECONNREFUSED')])
    expect(connectionError(error, 'tcp://localhost:2375', 'pull').toData()).toEqual({
      code: 'engine-stopped',
      details: { address: 'tcp://localhost:2375', words: 'ECONNREFUSED' },
    })
  })
})

describe('the words of a container that does not start', () => {
  it.each([
    'could not select device driver "" with capabilities: [[gpu]]',
    'Unknown runtime specified nvidia',
    'unknown or invalid runtime name: nvidia',
    'nvidia-container-cli: initialization error: driver not loaded',
  ])('no GPU: %s', (words) => {
    expect(containerError('x')(words, 500)?.toData()).toEqual({ code: 'gpu-unavailable', details: { words } })
  })

  it('more processors than there are', () => {
    const words = 'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available'
    expect(containerError('x')(words, 400)?.toData()).toEqual({
      code: 'too-many-cpus',
      details: { available: 2, words },
    })
  })

  it('anything else is told as it is', () => {
    const words = 'OCI runtime create failed: exec: "/no/such": stat /no/such: no such file or directory'
    expect(containerError('x')(words, 400)?.toData()).toEqual({
      code: 'container-start-failed',
      details: { image: 'x', words },
    })
  })
})

describe('a login', () => {
  it('is refused by the registry, or never gets there', () => {
    const explain = loginError('hub.example.com', 'someone')
    expect(explain('Get "https://hub.example.com/v2/": unauthorized: nope', 500)?.code).toBe('registry-login-refused')
    expect(explain('login attempt failed', 401)?.code).toBe('registry-login-refused')
    expect(explain('dial tcp: lookup hub.example.com: no such host', 500)?.code).toBe('registry-unreachable')
  })
})
