import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { createConnections } from '../../electron/adapters/network/connections.ts'
import { exchange } from '../../electron/adapters/network/exchange.ts'
import { readBody } from '../../electron/adapters/network/read-body.ts'
import { listen } from '../support/ports.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const run = promisify(execFile)
/** This machine, by an address that does not count as its loopback. */
const address = '0.0.0.0'

async function startCompanyServer(): Promise<{ url: URL; certificatePath: string }> {
  const folder = await makeTemporaryFolder()
  const [keyPath, certificatePath] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=company', '-addext', `subjectAltName=IP:${address}`, '-days', '2']
  const files = ['-keyout', keyPath, '-out', certificatePath]
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files])
  const server = createServer(
    { key: await readFile(keyPath), cert: await readFile(certificatePath) },
    (_request, response) => response.end('from the company'),
  )
  await new Promise<void>((resolve) => server.listen(0, address, () => resolve()))
  onTestFinished(() => stop(server))
  return { url: new URL(`https://${address}:${(server.address() as AddressInfo).port}/`), certificatePath }
}

async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createHttpServer()
  server.on('connect', (request, client) => {
    asked.push(request.url ?? '')
    const [host = '', port] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on('error', () => client.destroy())
    client.on('error', () => upstream.destroy())
    client.on('close', () => upstream.destroy())
  })
  const port = await listen(server)
  onTestFinished(() => stop(server))
  return { url: `http://127.0.0.1:${port}`, asked }
}

function stop(server: Pick<Server, 'close' | 'closeAllConnections'>): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function ask(url: URL, environment: Record<string, string>): Promise<string> {
  const { signal } = new AbortController()
  const limits = { timeoutMs: 5_000, stallMs: 5_000, signal }
  const connections = createConnections(environment)
  const request = { method: 'GET', url, headers: new Headers(), body: null, isLast: true } as const
  const answer = await exchange({ ...request, ...limits, connections })
  return (await readBody(answer.body, 1000)).toString()
}

it('trust a company that the environment names, and nobody else', async () => {
  const { url, certificatePath } = await startCompanyServer()
  expect(await ask(url, { NODE_EXTRA_CA_CERTS: certificatePath })).toBe('from the company')
  await expect(ask(url, {})).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
})

it('go through the proxy that the environment names, but for the hosts that it excepts', async () => {
  const { url, certificatePath } = await startCompanyServer()
  const proxy = await startProxy()
  const environment = { NODE_EXTRA_CA_CERTS: certificatePath, HTTPS_PROXY: proxy.url }
  expect(await ask(url, environment)).toBe('from the company')
  expect(proxy.asked).toEqual([url.host])
  expect(await ask(url, { ...environment, NO_PROXY: address })).toBe('from the company')
  expect(proxy.asked).toHaveLength(1)
})
