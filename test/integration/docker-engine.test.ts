import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { startEngineRelay } from '../support/engine-relay.ts'
import { thrownBy } from '../support/thrown.ts'

const { signal } = new AbortController()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-engine-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

describe('the engine', () => {
  it('tells its version and runtimes', async () => {
    const health = await createDockerEngine().health(signal)
    expect(health).toMatchObject({ state: 'ok', version: expect.stringMatching(/^\d+\./) as string })
    expect(health.state === 'ok' && health.runtimes).toContain('runc')
  })

  it('is missing where there is no socket', async () => {
    const host = `unix://${folder}/none.sock`
    const problem = { code: 'engine-missing', details: { address: host } }
    expect(await createDockerEngine({ host }).health(signal)).toEqual({ state: 'problem', problem })
    expect(await thrownBy(createDockerEngine({ host }).inspectImage('any', signal))).toEqual(problem)
  })

  it('is found again once it is there', async () => {
    const socket = join(folder, 'late.sock')
    const engine = createDockerEngine({ host: `unix://${socket}` })
    expect(await engine.health(signal)).toMatchObject({ state: 'problem' })
    const { connect } = await import('node:net')
    const relay = createServer((client) => client.pipe(connect('/var/run/docker.sock')).pipe(client))
    await new Promise<void>((resolve) => relay.listen(socket, () => resolve()))
    expect(await engine.health(signal)).toMatchObject({ state: 'ok' })
    relay.close()
  })

  it('is not taken for well because it was a moment ago', async () => {
    const relay = await startEngineRelay()
    const engine = createDockerEngine({ host: relay.address })
    const first = await engine.recentHealth(signal)
    expect(first).toMatchObject({ state: 'ok' })
    expect(await engine.recentHealth(signal)).toEqual(first)
    await relay.close()
    expect(await engine.recentHealth(signal)).toMatchObject({ problem: { code: 'engine-stopped' } })
    await relay.open()
    expect(await engine.recentHealth(signal)).toEqual(first)
    await relay.close()
  })

  it('is stopped where nobody listens', async () => {
    const health = await createDockerEngine({ host: 'tcp://127.0.0.1:9' }).health(signal)
    expect(health).toMatchObject({ problem: { code: 'engine-stopped', details: { address: 'tcp://127.0.0.1:9' } } })
  })

  it('is not ours to use without the permission', async () => {
    const { setegid, seteuid, setgroups, getgroups } = process
    if (!setegid || !seteuid || !setgroups || !getgroups || process.geteuid?.() !== 0) throw new Error('needs root')
    const groups = getgroups()
    const engine = createDockerEngine({ host: 'unix:///var/run/docker.sock' })
    await engine.health(signal)
    setgroups([])
    setegid(65534)
    seteuid(65534)
    try {
      expect(await engine.health(signal)).toEqual({
        state: 'problem',
        problem: { code: 'engine-permission', details: { address: 'unix:///var/run/docker.sock' } },
      })
    } finally {
      seteuid(0)
      setegid(0)
      setgroups(groups)
    }
  })

  it('is given up when it does not answer', async () => {
    const silent = createServer()
    const socket = join(folder, 'silent.sock')
    await new Promise<void>((resolve) => silent.listen(socket, () => resolve()))
    const engine = createDockerEngine({ host: `unix://${socket}` })
    expect(await engine.health(signal)).toMatchObject({
      problem: { code: 'engine-stopped', details: { words: 'no answer within 5 s' } },
    })
    const controller = new AbortController()
    const asked = engine.inspectImage('any', controller.signal)
    const startedAt = performance.now()
    controller.abort()
    expect(await thrownBy(asked)).toEqual({ code: 'cancelled', details: {} })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    silent.close()
  })

  it('is not taken for what something else answers', async () => {
    const other = createServer((client) => {
      client.on('error', () => undefined)
      client.once('data', () => client.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello'))
    })
    const socket = join(folder, 'other.sock')
    await new Promise<void>((resolve) => other.listen(socket, () => resolve()))
    const health = await createDockerEngine({ host: `unix://${socket}` }).health(signal)
    expect(health).toMatchObject({ problem: { code: 'engine-refused', details: { words: 'the answer is not JSON' } } })
    other.close()
  })
})
