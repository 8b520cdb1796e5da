import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import { collect } from '../support/collect.ts'
import { findFreePort, listen } from '../support/ports.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import type { TestRegistry } from '../support/registry-server.ts'
import { makeTar } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'

const registry = createRegistry()
const { signal } = new AbortController()
let server: TestRegistry

beforeAll(async () => {
  server = await startTestRegistry()
})

afterAll(async () => {
  await server.stop()
})

describe('a registry with a password', () => {
  it('lets the right one in', async () => {
    await expect(registry.checkLogin(server.auth, signal)).resolves.toBeUndefined()
  })

  it('refuses the wrong one in its own words, which do not repeat it', async () => {
    const auth = { ...server.auth, password: 'WRONG-SECRET' }
    const failure = await thrownBy(registry.checkLogin(auth, signal))
    expect(failure).toEqual({
      code: 'registry-login-refused',
      details: { host: server.host, username: auth.username, words: 'unauthorized: authentication required' },
    })
    const reference = `${server.host}/bench/any:v1`
    expect(await thrownBy(registry.findDigest({ reference, auth, signal }))).toEqual(failure)
    expect(await thrownBy(registry.findDigest({ reference, auth: null, signal }))).toMatchObject({
      code: 'registry-login-missing',
      details: { host: server.host },
    })
  })

  it('knows the digest of what was pushed, and nothing of the rest', async () => {
    const engine = createDockerEngine()
    const reference = `${server.host}/bench/digest:v1`
    await engine.importImage({ rootFileSystem: makeTar({ file: 'content' }), tag: reference, signal })
    const { result } = await collect(engine.pushImage({ reference, auth: server.auth, signal }))
    await engine.removeImage(reference, signal)
    const find = (text: string): Promise<string | null> =>
      registry.findDigest({ reference: text, auth: server.auth, signal })
    expect(await find(reference)).toBe(result.digest)
    expect(await find(`${server.host}/bench/digest@${result.digest}`)).toBe(result.digest)
    expect(await find(`${server.host}/bench/digest:v2`)).toBeNull()
    expect(await find(`${server.host}/bench/never:v1`)).toBeNull()
  })

  it('never sees the password of another', async () => {
    const seen: (string | undefined)[] = []
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="other"' }).end()
    })
    const reference = `127.0.0.1:${await listen(other)}/bench/any:v1`
    await thrownBy(registry.findDigest({ reference, auth: server.auth, signal }))
    expect(seen).not.toEqual([])
    expect(seen.filter((authorization) => authorization !== undefined)).toEqual([])
    other.close()
  })
})

describe('a registry that is not there', () => {
  it('is unreachable, in the words of the system', async () => {
    const host = `127.0.0.1:${await findFreePort()}`
    const failure = await thrownBy(registry.checkLogin({ ...server.auth, host }, signal))
    expect(failure).toEqual({
      code: 'registry-unreachable',
      details: { host, words: `connect ECONNREFUSED ${host}` },
    })
  })

  it('is unreachable by a name that does not exist', async () => {
    const failure = await thrownBy(registry.checkLogin({ ...server.auth, host: 'no-such-host.invalid' }, signal))
    expect(failure).toMatchObject({ code: 'registry-unreachable', details: { host: 'no-such-host.invalid' } })
  })
})
