import { MockAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { Credentials } from '../../../../electron/adapters/registry/credentials.ts'
import { noRetries } from '../../../../electron/adapters/registry/patience.ts'
import { openSession } from '../../../../electron/adapters/registry/session.ts'
import { thrownBy } from '../../../support/thrown.ts'

const host = 'hub.example.com'
const { signal } = new AbortController()

/** The registry's first answer; whatever else is asked fails, since nothing else is there. */
async function ask(status: number, headers: Record<string, string>): Promise<unknown> {
  const agent = new MockAgent()
  agent.disableNetConnect()
  agent.get(`https://${host}`).intercept({ path: '/v2/' }).reply(status, '', { headers })
  const session = openSession({
    host,
    credentials: new Credentials(host, { host, username: 'someone', password: 'secret' }),
    scopes: ['repository:a/b:pull'],
    connections: { to: () => Promise.resolve(agent) },
    timeoutMs: 10_000,
    stallMs: 10_000,
    retries: noRetries,
    tellRetry: () => undefined,
    signal,
  })
  return thrownBy(session.send({ method: 'GET', path: 'v2/' }))
}

describe('a registry elsewhere', () => {
  it.each([
    'http://127.0.0.1:2375/info',
    'https://169.254.169.254/latest/',
    'http://localhost:9000/',
    'https://[::1]/',
  ])('cannot point to this machine by a redirect: %s', async (location) => {
    const words = `redirected to ${new URL(location).origin}, which is on this machine`
    expect(await ask(307, { location })).toEqual({ code: 'registry-unreachable', details: { host, words } })
  })

  it('cannot do so by its token server either', async () => {
    const failure = await ask(401, { 'www-authenticate': 'Bearer realm="http://127.0.0.1:9000/token",service="x"' })
    expect(failure).toMatchObject({ code: 'registry-unreachable', details: { host } })
    expect(JSON.stringify(failure)).toContain('127.0.0.1:9000')
  })
})
