import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { EngineProgress } from '../../electron/core/ports/engine.ts'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { collect } from '../support/collect.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { findFreePort } from '../support/ports.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import type { TestRegistry } from '../support/registry-server.ts'
import { makeTar } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const layerBytes = 3_000_000
let registry: TestRegistry
let reference: string

type LayerStep = Extract<EngineProgress, { type: 'layer' }>
const layersOf = (items: readonly EngineProgress[]): LayerStep[] => items.filter((item) => item.type === 'layer')
const importRandom = (tag: string, sizeBytes: number): Promise<string> =>
  engine.importImage({ rootFileSystem: makeTar({ blob: { content: randomBytes(sizeBytes) } }), tag, signal })
const at = (host: string): RegistryAuth => ({ ...registry.auth, host })

beforeAll(async () => {
  registry = await startTestRegistry()
  reference = `${registry.host}/bench/transfer:v1`
  await importRandom(reference, layerBytes)
})

afterAll(async () => {
  await engine.removeImage(reference, signal)
  await registry.stop()
})

describe('push and pull', () => {
  it('pushes with progress and the digest that the registry knows', async () => {
    const { items, result } = await collect(engine.pushImage({ reference, auth: registry.auth, signal }))
    const uploading = layersOf(items).filter((step) => step.phase === 'uploading')
    expect(uploading.length).toBeGreaterThan(0)
    expect(uploading.at(-1)?.totalBytes).toBeGreaterThanOrEqual(layerBytes)
    for (const step of uploading) expect(step.currentBytes).toBeLessThanOrEqual(step.totalBytes ?? Infinity)
    expect(layersOf(items).at(-1)).toMatchObject({ phase: 'done', existed: false })
    expect(result.sizeBytes).toBeGreaterThan(0)
    expect(await createRegistry().findDigest({ reference, auth: registry.auth, signal })).toBe(result.digest)
  })

  it('says of a layer that is there already that nothing moved', async () => {
    const { items } = await collect(engine.pushImage({ reference, auth: registry.auth, signal }))
    expect(layersOf(items).at(-1)).toMatchObject({ phase: 'done', existed: true })
  })

  it('pulls with progress, and again without', async () => {
    const before = await engine.inspectImage(reference, signal)
    await engine.removeImage(reference, signal)
    expect(await engine.inspectImage(reference, signal)).toBeNull()
    const first = await collect(engine.pullImage({ reference, auth: registry.auth, signal }))
    const phases = new Set(layersOf(first.items).map((step) => step.phase))
    expect([...phases]).toEqual(expect.arrayContaining(['waiting', 'downloading', 'extracting', 'done']))
    expect(layersOf(first.items).at(-1)).toMatchObject({ phase: 'done', existed: false })
    const last = layersOf(first.items).at(-1)
    expect(last?.currentBytes).toBe(last?.totalBytes)
    expect((await engine.inspectImage(reference, signal))?.id).toBe(before?.id)
    const second = await collect(engine.pullImage({ reference, auth: registry.auth, signal }))
    expect(layersOf(second.items).filter((step) => step.phase === 'downloading')).toEqual([])
  })

  it('pulls by digest', async () => {
    const digest = await createRegistry().findDigest({ reference, auth: registry.auth, signal })
    const byDigest = `${registry.host}/bench/transfer@${digest}`
    await collect(engine.pullImage({ reference: byDigest, auth: registry.auth, signal }))
    expect((await engine.inspectImage(byDigest, signal))?.repoDigests).toContain(byDigest)
  })
})

describe('refusals', () => {
  it('tells a wrong password from everything else, and does not repeat it', async () => {
    const auth = { ...registry.auth, password: 'WRONG-SECRET' }
    const refused = { code: 'registry-login-refused', details: { host: registry.host, username: auth.username } }
    const failures = [
      await thrownBy(engine.checkAuth(auth, signal)),
      await thrownBy(collect(engine.pushImage({ reference, auth, signal }))),
      await thrownBy(collect(engine.pullImage({ reference: `${registry.host}/bench/other:v1`, auth, signal }))),
    ]
    for (const failure of failures) expect(failure).toMatchObject(refused)
    expect(JSON.stringify(failures)).not.toContain('WRONG-SECRET')
    await expect(engine.checkAuth(registry.auth, signal)).resolves.toBeUndefined()
  })

  it('names a base image that the registry does not have', async () => {
    const missing = `${registry.host}/bench/no-such-image:v1`
    const failure = await thrownBy(collect(engine.pullImage({ reference: missing, auth: registry.auth, signal })))
    expect(failure).toMatchObject({ code: 'base-not-found', details: { image: missing } })
  })

  it('names a registry that nobody answers for', async () => {
    const host = `127.0.0.1:${await findFreePort()}`
    const words = expect.stringContaining('connection refused') as string
    expect(await thrownBy(engine.checkAuth(at(host), signal))).toMatchObject({
      code: 'registry-unreachable',
      details: { host, words },
    })
    const image = `${host}/bench/transfer:v1`
    expect(await thrownBy(collect(engine.pullImage({ reference: image, auth: at(host), signal })))).toMatchObject({
      code: 'pull-failed',
      details: { image, words },
    })
  })

  it('names an image that is not there to be pushed', async () => {
    const missing = `${registry.host}/bench/never-made:v1`
    const failure = await thrownBy(collect(engine.pushImage({ reference: missing, auth: registry.auth, signal })))
    expect(failure).toEqual({ code: 'image-missing', details: { image: missing } })
  })

  it('passes on what a registry with a full disk says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'uai-full-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
    const full = await startTestRegistry({ storageFolder: folder })
    const image = `${full.host}/bench/too-big:v1`
    try {
      await importRandom(image, 4_000_000)
      const failure = await thrownBy(collect(engine.pushImage({ reference: image, auth: full.auth, signal })))
      const words = expect.stringMatching(/500|no space left/) as string
      expect(failure).toMatchObject({ code: 'push-refused', details: { image, words } })
      await engine.removeImage(image, signal)
    } finally {
      await full.stop()
      execFileSync('umount', [folder])
      await rm(folder, { recursive: true })
    }
  })
})

describe('giving up', () => {
  it('ends a pull within a second', async () => {
    await pushRandom('slow-pull', 4_000_000)
    const proxy = await startFaultyProxy({ host: '127.0.0.1', port: registry.port }, { bytesPerSecond: 200_000 })
    const host = `127.0.0.1:${proxy.port}`
    const image = `${host}/bench/slow-pull:v1`
    const controller = new AbortController()
    const pull = engine.pullImage({ reference: image, auth: at(host), signal: controller.signal })
    for await (const step of untilPhase(pull, 'downloading')) expect(step.phase).not.toBe('done')
    const took = await cancelAndTime(controller, pull)
    expect(took).toBeLessThan(1000)
    expect(await engine.inspectImage(image, signal)).toBeNull()
    await proxy.stop()
  })

  it('ends a push within a second', async () => {
    const proxy = await startFaultyProxy({ host: '127.0.0.1', port: registry.port }, { bytesPerSecond: 200_000 })
    const host = `127.0.0.1:${proxy.port}`
    const image = `${host}/bench/slow-push:v1`
    await importRandom(image, 4_000_000)
    const controller = new AbortController()
    const push = engine.pushImage({ reference: image, auth: at(host), signal: controller.signal })
    for await (const step of untilPhase(push, 'uploading')) expect(step.phase).not.toBe('done')
    expect(await cancelAndTime(controller, push)).toBeLessThan(1000)
    const pushed = `${registry.host}/bench/slow-push:v1`
    expect(await createRegistry().findDigest({ reference: pushed, auth: registry.auth, signal })).toBeNull()
    await engine.removeImage(image, signal)
    await proxy.stop()
  })

  it('fails when the engine goes away in the middle', async () => {
    await pushRandom('cut-pull', 4_000_000)
    const slow = await startFaultyProxy({ host: '127.0.0.1', port: registry.port }, { bytesPerSecond: 200_000 })
    const engineProxy = await startFaultyProxy({ path: '/var/run/docker.sock' })
    const remote = createDockerEngine({ host: `tcp://127.0.0.1:${engineProxy.port}` })
    const host = `127.0.0.1:${slow.port}`
    const pull = remote.pullImage({ reference: `${host}/bench/cut-pull:v1`, auth: at(host), signal })
    for await (const step of untilPhase(pull, 'downloading')) expect(step.phase).not.toBe('done')
    engineProxy.cut()
    expect(await thrownBy(collect(pull))).toEqual({ code: 'engine-stream-cut', details: { operation: 'pull' } })
    await engineProxy.stop()
    await slow.stop()
  })
})

async function pushRandom(name: string, sizeBytes: number): Promise<void> {
  const image = `${registry.host}/bench/${name}:v1`
  await importRandom(image, sizeBytes)
  await collect(engine.pushImage({ reference: image, auth: registry.auth, signal }))
  await engine.removeImage(image, signal)
}

/** The layers' steps up to the first one of the phase; the generator stays open. */
async function* untilPhase<Result>(
  generator: AsyncGenerator<EngineProgress, Result>,
  phase: LayerStep['phase'],
): AsyncGenerator<LayerStep, void> {
  for (;;) {
    const { done, value } = await generator.next()
    if (done === true) throw new Error(`ended before ${phase}`)
    if (value.type !== 'layer') continue
    yield value
    if (value.phase === phase && value.currentBytes > 0) return
  }
}

async function cancelAndTime(
  controller: AbortController,
  generator: AsyncGenerator<unknown, unknown>,
): Promise<number> {
  const startedAt = performance.now()
  controller.abort()
  expect(await thrownBy(collect(generator))).toEqual({ code: 'cancelled', details: {} })
  return performance.now() - startedAt
}
