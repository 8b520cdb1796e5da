import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { createRegistry } from '../../../../electron/adapters/registry/create-registry.ts'
import { startTestServer } from '../../../support/http-server.ts'
import type { GivenAnswer, SeenRequest, TestServer } from '../../../support/http-server.ts'
import { thrownBy } from '../../../support/thrown.ts'

const { signal } = new AbortController()
const servers: TestServer[] = []
const manifest = '{"schemaVersion":2}'
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
const basic = `Basic ${Buffer.from('someone:pa:ss').toString('base64')}`

async function serve(answer: (request: SeenRequest) => GivenAnswer | null): Promise<TestServer> {
  const server = await startTestServer(answer)
  servers.push(server)
  return server
}

const authOf = (server: TestServer): { host: string; username: string; password: string } => ({
  host: server.host,
  username: 'someone',
  password: 'pa:ss',
})

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

describe('the configuration of an image', () => {
  it('is fetched once, and its manifest each time', async () => {
    const config = '{"architecture":"amd64"}'
    const configDigest = `sha256:${createHash('sha256').update(config).digest('hex')}`
    const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
    const entry = {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      digest: configDigest,
      size: config.length,
    }
    const body = JSON.stringify({ schemaVersion: 2, mediaType, config: entry, layers: [] })
    const server = await serve(({ path }) =>
      path.includes('/blobs/')
        ? { status: 200, body: config }
        : { status: 200, body, headers: { 'content-type': mediaType } },
    )
    const registry = createRegistry()
    const wanted = { reference: `${server.host}/a/b:v1`, auth: authOf(server), signal }
    const images = [await registry.readImage(wanted), await registry.readImage(wanted)]
    expect(images.map((image) => Buffer.from(image?.config.bytes ?? []).toString())).toEqual([config, config])
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v2/a/b/manifests/v1',
      `/v2/a/b/blobs/${configDigest}`,
      '/v2/a/b/manifests/v1',
    ])
  })
})

describe('tokens', () => {
  it('are fetched from the server that the registry names, for the scope it names', async () => {
    const tokens = await serve(({ headers }) =>
      headers.authorization === basic ? { status: 200, body: '{"token":"T1"}' } : { status: 401 },
    )
    const challenge = `Bearer realm="http://${tokens.host}/token?x=1",service="hub",scope="repository:a/b:pull"`
    const registry = await serve(({ headers }) =>
      headers.authorization === 'Bearer T1'
        ? { status: 200, headers: { 'docker-content-digest': digest } }
        : { status: 401, headers: { 'www-authenticate': challenge } },
    )
    const reference = `${registry.host}/a/b:v1`
    expect(await createRegistry().findDigest({ reference, auth: authOf(registry), signal })).toBe(digest)
    const asked = new URL(tokens.requests[0]?.path ?? '', 'http://x').searchParams
    expect(Object.fromEntries(asked)).toEqual({
      x: '1',
      service: 'hub',
      scope: 'repository:a/b:pull',
      account: 'someone',
    })
    expect(registry.requests.map((request) => request.headers.authorization)).toEqual([undefined, 'Bearer T1'])
  })

  it('are refused in the words of their server', async () => {
    const tokens = await serve(() => ({ status: 401, body: '{"details":"incorrect username or password"}' }))
    const challenge = `Bearer realm="http://${tokens.host}/token"`
    const registry = await serve(() => ({ status: 401, headers: { 'www-authenticate': challenge } }))
    expect(await thrownBy(createRegistry().checkLogin(authOf(registry), signal))).toEqual({
      code: 'registry-login-refused',
      details: { host: registry.host, username: 'someone', words: 'incorrect username or password' },
    })
  })

  it('are not asked for in the clear', async () => {
    const challenge = 'Bearer realm="http://auth.example.com/token"'
    const registry = await serve(() => ({ status: 401, headers: { 'www-authenticate': challenge } }))
    expect(await thrownBy(createRegistry().checkLogin(authOf(registry), signal))).toMatchObject({
      code: 'registry-refused',
    })
  })
})

describe('credentials', () => {
  it('are sent only after the registry has asked for them', async () => {
    const registry = await serve(({ headers }) =>
      headers.authorization === basic
        ? { status: 200 }
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="hub"' } },
    )
    await createRegistry().checkLogin(authOf(registry), signal)
    expect(registry.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v2/', undefined],
      ['/v2/', basic],
    ])
  })

  it('do not follow a redirect to somebody else', async () => {
    const other = await serve(() => ({ status: 200, headers: { 'docker-content-digest': digest } }))
    const registry = await serve(({ headers }) =>
      headers.authorization === basic
        ? { status: 307, headers: { location: `http://${other.host}/elsewhere` } }
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="hub"' } },
    )
    const reference = `${registry.host}/a/b:v1`
    expect(await createRegistry().findDigest({ reference, auth: authOf(registry), signal })).toBe(digest)
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('follow a redirect within the registry', async () => {
    const registry = await serve(({ path, headers }) => {
      if (headers.authorization !== basic) return { status: 401, headers: { 'www-authenticate': 'Basic realm="hub"' } }
      return path === '/v2/' ? { status: 301, headers: { location: '/v2/there' } } : { status: 200 }
    })
    await createRegistry().checkLogin(authOf(registry), signal)
    expect(registry.requests.at(-1)?.path).toBe('/v2/there')
  })
})

describe('a digest', () => {
  it('is made from the manifest where the registry does not give it', async () => {
    const registry = await serve(({ method }) => ({ status: 200, ...(method === 'GET' && { body: manifest }) }))
    const reference = `${registry.host}/a/b:v1`
    expect(await createRegistry().findDigest({ reference, auth: null, signal })).toBe(digest)
    expect(registry.requests[0]?.headers.accept).toContain('application/vnd.oci.image.index.v1+json')
  })

  it('is asked for once more where HEAD is not known', async () => {
    const registry = await serve(({ method }) =>
      method === 'HEAD' ? { status: 405 } : { status: 200, body: manifest },
    )
    const reference = `${registry.host}/a/b:v1`
    expect(await createRegistry().findDigest({ reference, auth: null, signal })).toBe(digest)
  })

  it('of what is no reference is asked of nobody', async () => {
    const failure = await thrownBy(createRegistry().findDigest({ reference: 'Not A Reference', auth: null, signal }))
    expect(failure).toMatchObject({ code: 'not-found' })
  })
})

describe('trouble', () => {
  it('is told with the status and the words', async () => {
    const body = '{"errors":[{"code":"DENIED","message":"no access from outside"}]}'
    const registry = await serve(() => ({ status: 403, body }))
    const reference = `${registry.host}/a/b:v1`
    expect(await thrownBy(createRegistry().findDigest({ reference, auth: null, signal }))).toEqual({
      code: 'registry-refused',
      details: { host: registry.host, status: 403, words: 'denied: no access from outside' },
    })
  })

  it('is no answer in time', async () => {
    const registry = await serve(() => null)
    const failure = await thrownBy(createRegistry({ timeoutMs: 50 }).checkLogin(authOf(registry), signal))
    expect(failure).toEqual({
      code: 'registry-unreachable',
      details: { host: registry.host, words: 'no answer within 0.05 s' },
    })
  })

  it('is redirecting for ever', async () => {
    const registry = await serve(() => ({ status: 302, headers: { location: '/v2/' } }))
    expect(await thrownBy(createRegistry().checkLogin(authOf(registry), signal))).toMatchObject({
      code: 'registry-refused',
      details: { status: 302 },
    })
  })

  it('ends at once when it is given up', async () => {
    const registry = await serve(() => null)
    const controller = new AbortController()
    const checking = createRegistry().checkLogin(authOf(registry), controller.signal)
    controller.abort()
    expect(await thrownBy(checking)).toEqual({ code: 'cancelled', details: {} })
    expect(await thrownBy(createRegistry().checkLogin(authOf(registry), controller.signal))).toMatchObject({
      code: 'cancelled',
    })
  })
})
