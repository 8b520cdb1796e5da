import { afterEach, describe, expect, it } from 'vitest'
import { createUcloudApi } from '../../../../electron/adapters/ucloud/client.ts'
import { signParameters } from '../../../../electron/adapters/ucloud/signature.ts'
import type { UcloudCredentials } from '../../../../electron/core/ports/ucloud-api.ts'
import { startTestServer } from '../../../support/http-server.ts'
import type { GivenAnswer, SeenRequest, TestServer } from '../../../support/http-server.ts'
import { findFreePort } from '../../../support/ports.ts'
import { thrownBy } from '../../../support/thrown.ts'

const { signal } = new AbortController()
const api = createUcloudApi({ backOffMs: 10 })
const servers: TestServer[] = []

async function serve(answer: (request: SeenRequest) => GivenAnswer | null): Promise<TestServer> {
  const server = await startTestServer(answer)
  servers.push(server)
  return server
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

const credentialsFor = (host: string, changes: Partial<UcloudCredentials> = {}): UcloudCredentials => ({
  apiUrl: `http://${host}/`,
  publicKey: 'PUB',
  privateKey: 'PRIVATE-SECRET',
  projectId: '',
  region: 'cn-bj2',
  zone: 'cn-bj2-04',
  ...changes,
})

function call(credentials: UcloudCredentials, parameters = {}): Promise<Readonly<Record<string, unknown>>> {
  return api.call({ action: 'GetUAITrainEnvPkg', parameters, credentials, signal })
}

const json = (content: object, status = 200): GivenAnswer => ({ status, body: JSON.stringify(content) })

describe('a call', () => {
  it('sends its signed parameters in the body, and nothing in the URL', async () => {
    const server = await serve(() => json({ RetCode: 0, TotalCount: 2 }))
    const answer = await call(credentialsFor(server.host), { PkgType: 'AI 框架+&=', Flag: true, Count: 3 })
    expect(answer).toEqual({ RetCode: 0, TotalCount: 2 })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/' })
    const { Signature, ...signed } = Object.fromEntries(new URLSearchParams(request?.body))
    expect(signed).toEqual({
      Action: 'GetUAITrainEnvPkg',
      PublicKey: 'PUB',
      Region: 'cn-bj2',
      Zone: 'cn-bj2-04',
      PkgType: 'AI 框架+&=',
      Flag: 'true',
      Count: '3',
    })
    expect(Signature).toBe(signParameters(signed, 'PRIVATE-SECRET'))
    expect(request?.body).not.toContain('PRIVATE-SECRET')
  })

  it('names the project if there is one', async () => {
    const server = await serve(() => json({ RetCode: 0 }))
    await call(credentialsFor(server.host, { projectId: 'org-1', region: '', zone: '' }))
    const sent = new URLSearchParams(server.requests[0]?.body)
    expect([sent.get('ProjectId'), sent.has('Region'), sent.has('Zone')]).toEqual(['org-1', false, false])
  })

  it('does not go out in the clear', async () => {
    const credentials = credentialsFor('x', { apiUrl: 'http://api.example.com' })
    expect(await thrownBy(call(credentials))).toMatchObject({ details: { field: 'apiUrl', problem: 'insecure-url' } })
    const nowhere = credentialsFor('x', { apiUrl: 'not a url' })
    expect(await thrownBy(call(nowhere))).toMatchObject({ details: { field: 'apiUrl', problem: 'not-a-url' } })
  })
})

describe('a refusal', () => {
  it('is told with its code and words, and not tried again', async () => {
    const server = await serve(() => json({ RetCode: 171, Message: 'Signature VerifyAC Error' }))
    expect(await thrownBy(call(credentialsFor(server.host)))).toEqual({
      code: 'ucloud-refused',
      details: { action: 'GetUAITrainEnvPkg', retCode: 171, words: 'Signature VerifyAC Error' },
    })
    expect(server.requests).toHaveLength(1)
  })

  it('may have no words', async () => {
    const server = await serve(() => json({ RetCode: 172 }))
    expect(await thrownBy(call(credentialsFor(server.host)))).toMatchObject({ details: { words: 'RetCode 172' } })
  })

  it('repeats no secret, even when the service does', async () => {
    const server = await serve(({ body }) =>
      json({ RetCode: 171, Message: `bad ${new URLSearchParams(body).get('Signature') ?? ''} for PRIVATE-SECRET` }),
    )
    expect(await thrownBy(call(credentialsFor(server.host)))).toMatchObject({ details: { words: 'bad ••• for •••' } })
  })

  it.each([150, 153])('for being too busy (%i) is tried once more', async (retCode) => {
    let count = 0
    const server = await serve(() => json(++count === 1 ? { RetCode: retCode } : { RetCode: 0, Try: count }))
    expect(await call(credentialsFor(server.host))).toMatchObject({ Try: 2 })
    count = -10
    const busy = await serve(() => json({ RetCode: retCode }))
    expect(await thrownBy(call(credentialsFor(busy.host)))).toMatchObject({ details: { retCode } })
    expect(busy.requests).toHaveLength(2)
  })
})

describe('an answer that makes no sense', () => {
  it.each([
    ['the page of a proxy', 502, '<html><title>502 Bad Gateway</title>x</html>', '502 Bad Gateway'],
    ['no JSON', 200, 'hello', 'hello'],
    ['no RetCode', 200, '{"a":1}', '{"a":1}'],
    ['a wrong RetCode', 200, '{"RetCode":"0"}', '{"RetCode":"0"}'],
    ['null', 200, 'null', 'null'],
    ['a redirect', 302, '', ''],
    ['trouble in JSON', 500, '{"RetCode":0}', '{"RetCode":0}'],
  ])('%s', async (_name, status, body, words) => {
    const server = await serve(() => ({ status, body, headers: { location: 'http://127.0.0.1:9/' } }))
    expect(await thrownBy(call(credentialsFor(server.host)))).toEqual({
      code: 'ucloud-bad-answer',
      details: { url: `http://${server.host}/`, status, words },
    })
  })
})

describe('no answer', () => {
  it('is told in the words of the system, without the query of the URL', async () => {
    const host = `127.0.0.1:${await findFreePort()}`
    const credentials = credentialsFor(host, { apiUrl: `http://user:pass@${host}/path?secret=1` })
    expect(await thrownBy(call(credentials))).toEqual({
      code: 'ucloud-unreachable',
      details: { url: `http://${host}/path`, words: expect.any(String) as string },
    })
    expect(await thrownBy(call(credentialsFor(host)))).toMatchObject({
      details: { words: `connect ECONNREFUSED ${host}` },
    })
  })

  it('has a time limit', async () => {
    const server = await serve(() => null)
    const credentials = credentialsFor(server.host)
    const hasty = createUcloudApi({ timeoutMs: 50 })
    expect(await thrownBy(hasty.call({ action: 'X', parameters: {}, credentials, signal }))).toEqual({
      code: 'ucloud-timeout',
      details: { url: `http://${server.host}/`, timeoutMs: 50 },
    })
  })

  it('is not waited for when it is given up, nor is a second try', async () => {
    const silent = await serve(() => null)
    const busy = await serve(() => json({ RetCode: 153 }))
    for (const server of [silent, busy]) {
      const controller = new AbortController()
      const slow = createUcloudApi({ backOffMs: 60_000 })
      const credentials = credentialsFor(server.host)
      const calling = slow.call({ action: 'X', parameters: {}, credentials, signal: controller.signal })
      setTimeout(() => controller.abort(), 50)
      expect(await thrownBy(calling)).toEqual({ code: 'cancelled', details: {} })
    }
  })
})
