import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createConnection } from '../../../../electron/adapters/docker/connection.ts'
import { followMessages } from '../../../../electron/adapters/docker/engine-stream.ts'
import { createModem } from '../../../../electron/adapters/docker/modem.ts'
import { collect } from '../../../support/collect.ts'
import { thrownBy } from '../../../support/thrown.ts'

const servers: Server[] = []
const { signal } = new AbortController()
const limits = { quietMs: 50, pingMs: 20_000, longestMs: 60_000 }
/** For an engine that answers nothing at all. */
const hasty = { pingMs: 100 }

/** An engine that answers as told: never, where the listener leaves the request alone. */
async function engineOf(answer: RequestListener, more: Partial<typeof limits> = {}) {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
  const source = { findAddress: () => Promise.resolve(address), createModem: (at: string) => createModem(at, {}) }
  return { address, connection: createConnection(source, { ...limits, ...more }) }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const build = { operation: 'build', method: 'POST', path: '/build', signal } as const

describe('an engine that says nothing', () => {
  it('is given up by name when it answers nothing at all', async () => {
    const { connection, address } = await engineOf(() => undefined, hasty)
    const failure = await thrownBy(connection.call(build))
    expect(failure).toMatchObject({ code: 'engine-silent', details: { address, operation: 'build' } })
  })

  it('is given up in the middle of a stream', async () => {
    const { connection } = await engineOf((request, response) => {
      if (request.url?.startsWith('/build') === true) response.write('{"stream":"Step 1"}\n')
    }, hasty)
    const messages = followMessages(connection, build)
    expect((await messages.next()).value).toMatchObject({ stream: 'Step 1' })
    expect(await thrownBy(messages.next())).toMatchObject({ code: 'engine-silent' })
  })

  it('is waited for while it answers others, but not for ever', async () => {
    let pings = 0
    const { connection } = await engineOf(
      (request, response) => {
        if (request.url?.startsWith('/_ping') === true) response.end(`OK ${pings++}`)
      },
      { longestMs: 300 },
    )
    expect(await thrownBy(connection.call(build))).toMatchObject({ code: 'engine-silent' })
    expect(pings).toBeGreaterThan(1)
  })

  it('is waited for when a step takes long', async () => {
    const { connection } = await engineOf((request, response) => {
      if (request.url?.startsWith('/_ping') === true) response.end('OK')
      else setTimeout(() => response.end('{"stream":"done"}\n'), 300)
    })
    const { items } = await collect(followMessages(connection, build))
    expect(items).toMatchObject([{ stream: 'done' }])
  })

  it('is left alone where a program may be silent', async () => {
    const { connection } = await engineOf((_, response) => void setTimeout(() => response.end('{}'), 400))
    expect(await connection.call({ ...build, mayBeSilent: true })).toEqual({})
  })

  it('is left at once by whoever cancels', async () => {
    const { connection } = await engineOf(() => undefined, { quietMs: 60_000 })
    const controller = new AbortController()
    const waiting = thrownBy(connection.call({ ...build, signal: controller.signal }))
    controller.abort()
    expect(await waiting).toEqual({ code: 'cancelled', details: {} })
  })
})
