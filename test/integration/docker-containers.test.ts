import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import type { ContainerSpec } from '../../electron/core/ports/engine.ts'
import type { OutputChunk } from '../../electron/core/ports/container-work.ts'
import { askEngine } from '../support/raw-engine.ts'
import { thrownBy } from '../support/thrown.ts'
import { importTinyImage } from '../support/tiny-image.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID().slice(0, 8)
const image = `uai-test/containers:${run}`
const label = { name: 'uai.test.containers', value: run }

beforeAll(async () => {
  await importTinyImage(engine, image, signal)
})

afterAll(async () => {
  for (const id of await engine.findContainers(label, signal)) await engine.removeContainer(id)
  await engine.removeImage(image, signal)
})

function create(script: string, changes: Partial<ContainerSpec> = {}): Promise<string> {
  const spec: ContainerSpec = {
    image,
    command: ['/bin/sh', '-c', script],
    mounts: [],
    environment: {},
    labels: { [label.name]: label.value },
    runtime: null,
    network: 'none',
    ...changes,
  }
  return engine.createContainer(spec, signal)
}

async function readAll(output: AsyncIterable<OutputChunk>, first?: OutputChunk): Promise<{ out: string; err: string }> {
  const parts: { out: Uint8Array[]; err: Uint8Array[] } = { out: [], err: [] }
  if (first) parts[first.source].push(first.bytes)
  for await (const chunk of output) parts[chunk.source].push(chunk.bytes)
  return { out: Buffer.concat(parts.out).toString(), err: Buffer.concat(parts.err).toString() }
}

/** Follows from before the start, as a test run does. */
async function startAndRead(id: string): Promise<{ out: string; err: string }> {
  const output = engine.followOutput(id, signal)
  const first = output.next()
  await engine.startContainer(id, signal)
  const { done, value } = await first
  return done === true ? { out: '', err: '' } : readAll(output, value)
}

describe('output', () => {
  it('loses nothing of a container that ends at once', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await create('seq 1 20000; echo done >&2; exit 3')
      const { out, err } = await startAndRead(id)
      expect(out.split('\n')).toHaveLength(20_001)
      expect(err).toBe('done\n')
      expect(await engine.waitContainer(id, signal)).toEqual({ exitCode: 3, outOfMemory: false })
      await engine.removeContainer(id)
    }
  })

  it('loses nothing when it is asked for after the start', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await create('seq 1 20000; echo done >&2')
      await engine.startContainer(id, signal)
      const { out, err } = await readAll(engine.followOutput(id, signal))
      expect(out.split('\n')).toHaveLength(20_001)
      expect(err).toBe('done\n')
      await engine.removeContainer(id)
    }
  })

  it('passes half a line on as soon as it is written, and bytes as they are', async () => {
    const id = await create("printf '10%%\\r\\377'; sleep 20")
    const output = engine.followOutput(id, signal)
    const first = output.next()
    await engine.startContainer(id, signal)
    const { value } = await first
    expect(value).toMatchObject({ source: 'out' })
    expect([...(value?.bytes ?? [])]).toEqual([0x31, 0x30, 0x25, 0x0d, 0xff])
    await engine.removeContainer(id)
  })

  it('stops within a second when it is given up', async () => {
    const id = await create('while true; do echo x; sleep 1; done')
    await engine.startContainer(id, signal)
    const controller = new AbortController()
    const output = engine.followOutput(id, controller.signal)
    await output.next()
    const startedAt = performance.now()
    const next = output.next()
    controller.abort()
    expect(await thrownBy(next)).toEqual({ code: 'cancelled', details: {} })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    await engine.removeContainer(id)
  })
})

describe('a container', () => {
  it('sees what was mounted and set for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'uai-mount 数据-'))
    const id = await create('printf "$GREETING" > /data/output/file', {
      mounts: [{ source: folder, target: '/data/output' }],
      environment: { GREETING: 'hé $HOME' },
    })
    const check = await create('cat /data/output/file', { mounts: [{ source: folder, target: '/data/output' }] })
    await startAndRead(id)
    await engine.waitContainer(id, signal)
    expect(await startAndRead(check)).toEqual({ out: 'hé $HOME', err: '' })
    await rm(folder, { recursive: true })
  })

  it('tells when it ran out of memory', async () => {
    const { Id: id } = (await askEngine('POST', '/containers/create', {
      Image: image,
      Cmd: ['/bin/sh', '-c', 'head -c 100000000 /dev/zero | tail -c 90000000 > /dev/null'],
      Labels: { [label.name]: label.value },
      HostConfig: { Memory: 16_000_000, MemorySwap: 16_000_000, NetworkMode: 'none' },
    })) as { Id: string }
    await engine.startContainer(id, signal)
    expect(await engine.waitContainer(id, signal)).toMatchObject({ outOfMemory: true })
  })

  it('is told to end, then made to', async () => {
    const polite = await create('trap "exit 5" TERM; while true; do sleep 0.05; done')
    await engine.startContainer(polite, signal)
    await delay(200)
    await engine.stopContainer(polite, 5_000)
    expect(await engine.waitContainer(polite, signal)).toMatchObject({ exitCode: 5 })
    const stubborn = await create('trap "" TERM; while true; do sleep 0.05; done')
    await engine.startContainer(stubborn, signal)
    await delay(200)
    const startedAt = performance.now()
    await engine.stopContainer(stubborn, 300)
    expect(performance.now() - startedAt).toBeGreaterThan(290)
    expect(await engine.waitContainer(stubborn, signal)).toMatchObject({ exitCode: 137 })
  })

  it('may be stopped and removed more than once', async () => {
    const id = await create('sleep 60')
    await engine.stopContainer(id, 100)
    await engine.startContainer(id, signal)
    await engine.startContainer(id, signal)
    await engine.stopContainer(id, 100)
    await engine.stopContainer(id, 100)
    await Promise.all([engine.removeContainer(id), engine.removeContainer(id)])
    await engine.removeContainer(id)
    await engine.stopContainer(id, 100)
    expect(await engine.findContainers(label, signal)).not.toContain(id)
  })

  it('is found by its label', async () => {
    const id = await create('true')
    expect(await engine.findContainers(label, signal)).toContain(id)
    expect(await engine.findContainers({ name: label.name, value: 'other' }, signal)).toEqual([])
  })
})

describe('a container that cannot be', () => {
  it('names the missing image', async () => {
    const missing = `uai-test/none:${run}`
    expect(await thrownBy(create('true', { image: missing }))).toEqual({
      code: 'image-missing',
      details: { image: missing },
    })
  })

  it('names the missing folder, and makes none', async () => {
    const mounts = [{ source: `/tmp/uai-none-${run}`, target: '/data' }]
    expect(await thrownBy(create('true', { mounts }))).toMatchObject({
      code: 'container-start-failed',
      details: { image, words: expect.stringContaining(`uai-none-${run}`) as string },
    })
  })

  it('says how many processors there are', async () => {
    expect(await thrownBy(create('true', { cpus: 1_000_000 }))).toMatchObject({
      code: 'too-many-cpus',
      details: { available: expect.any(Number) as number },
    })
  })

  it('names the missing program', async () => {
    const id = await create('', { command: ['/no/such/program'] })
    expect(await thrownBy(engine.startContainer(id, signal))).toMatchObject({
      code: 'container-start-failed',
      details: { image, words: expect.stringContaining('/no/such/program') as string },
    })
    expect(await thrownBy(engine.waitContainer(id, signal))).toMatchObject({ code: 'container-start-failed' })
  })

  it('says that there is no GPU', async () => {
    const startWith = async (): Promise<void> => {
      const id = await create('true', { runtime: 'nvidia-not-here' })
      await engine.startContainer(id, signal)
    }
    expect(await thrownBy(startWith())).toMatchObject({
      code: 'gpu-unavailable',
      details: { words: expect.stringContaining('nvidia-not-here') as string },
    })
  })

  it('leaves nothing when it was given up while it was made', async () => {
    const controller = new AbortController()
    const own = { name: label.name, value: `${run}-given-up` }
    const spec: ContainerSpec = {
      image,
      command: ['/bin/true'],
      mounts: [],
      environment: {},
      labels: { [own.name]: own.value },
      runtime: null,
      network: 'none',
    }
    const creation = engine.createContainer(spec, controller.signal)
    creation.catch(() => undefined)
    await delay(5)
    controller.abort()
    expect(await thrownBy(creation)).toEqual({ code: 'cancelled', details: {} })
    await engine.settle()
    expect(await engine.findContainers(own, signal)).toEqual([])
  })
})
