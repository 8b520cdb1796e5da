import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import type { EngineProgress } from '../../electron/core/ports/engine.ts'
import { collect } from '../support/collect.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { findContainersWith, findDanglingOn, findUnnamedWithLabel } from '../support/raw-engine.ts'
import { makeTar, makeTarHeader } from '../support/tar.ts'
import type { TarFile } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'
import { importTinyImage } from '../support/tiny-image.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID().slice(0, 8)
const base = `uai-test/build-base:${run}`
const tag = `uai-test/built:${run}`
let baseId: string
/** Images that lose their name to the next one. */
const made = new Set<string>()

beforeAll(async () => {
  baseId = await importTinyImage(engine, base, signal)
})

afterAll(async () => {
  await engine.removeImage(tag, signal)
  for (const id of made) if (await engine.inspectImage(id, signal)) await engine.removeImage(id, signal)
  await engine.removeImage(base, signal)
})

function build(
  files: Record<string, string | TarFile>,
  options: { tag?: string; signal?: AbortSignal; labels?: Record<string, string> } = {},
): AsyncGenerator<EngineProgress, string> {
  return engine.buildImage({ context: makeTar(files), tag, labels: {}, signal, ...options })
}

async function buildWhole(
  ...[files, options]: Parameters<typeof build>
): Promise<{ items: EngineProgress[]; result: string }> {
  const whole = await collect(build(files, options))
  made.add(whole.result)
  return whole
}

async function readUntil(generator: AsyncGenerator<EngineProgress, string>, text: string): Promise<void> {
  for (;;) {
    const { done, value } = await generator.next()
    if (done === true) throw new Error(`ended before "${text}"`)
    if (value.type === 'line' && value.text.includes(text)) return
  }
}

async function cancelAndTime(controller: AbortController, rest: Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  controller.abort()
  expect(await thrownBy(rest)).toEqual({ code: 'cancelled', details: {} })
  return performance.now() - startedAt
}

describe('a build', () => {
  it('makes an image of the base, the context and the labels', async () => {
    const files = { Dockerfile: `FROM ${base}\nADD code /data/\n`, 'code/main.py': 'print(1)\n' }
    const { items, result } = await buildWhole(files, { labels: { 'uai.test': run } })
    const image = await engine.inspectImage(tag, signal)
    const baseImage = await engine.inspectImage(base, signal)
    expect(image).toMatchObject({ id: result, labels: { 'uai.test': run }, repoTags: [tag] })
    expect(image?.layers.slice(0, -1)).toEqual(baseImage?.layers)
    expect(items).toContainEqual({ type: 'line', text: expect.stringMatching(/^Step 2\/3 : ADD code/) as string })
  })

  it('gives the same image for the same context', async () => {
    const files = { Dockerfile: `FROM ${base}\nADD code /data/\n`, 'code/main.py': 'print(2)\n' }
    const first = await buildWhole(files)
    const second = await buildWhole(files)
    expect(second.result).toBe(first.result)
  })

  it('fails with the words of the engine, leaving nothing', async () => {
    const files = { Dockerfile: `FROM ${base}\nADD code /data/\nRUN printf 'no such wheel' && exit 7\n`, 'code/a': 'a' }
    expect(await thrownBy(collect(build(files, { tag: `uai-test/failed:${run}` })))).toMatchObject({
      code: 'build-failed',
      details: { words: expect.stringContaining('non-zero code: 7') as string },
    })
    await engine.settle()
    expect(await findDanglingOn(baseId)).toEqual([])
    expect(await findContainersWith('no such wheel')).toEqual([])
  })

  it('fails with the reason why its context could not be read', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield randomBytes(512)
      await delay(10)
      throw new AppError('read-failed', { path: 'code/locked', words: 'permission denied' })
    }
    const failure = await thrownBy(collect(engine.buildImage({ context: broken(), tag, labels: {}, signal })))
    expect(failure).toMatchObject({ code: 'read-failed', details: { path: 'code/locked' } })
  })

  it('takes the context no faster than the engine does', async () => {
    const proxy = await startFaultyProxy({ path: '/var/run/docker.sock' }, { bytesPerSecond: 1_000_000 })
    const remote = createDockerEngine({ host: `tcp://127.0.0.1:${proxy.port}` })
    const controller = new AbortController()
    let givenBytes = 0
    let closed = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield makeTarHeader('endless', 0o644, 0o77777777777)
        for (;;) {
          yield new Uint8Array(64 * 1024)
          givenBytes += 64 * 1024
          await delay(0)
        }
      } finally {
        closed = true
      }
    }
    const building = collect(remote.buildImage({ context: endless(), tag, labels: {}, signal: controller.signal }))
    building.catch(() => undefined)
    await delay(500)
    expect(givenBytes).toBeLessThan(16_000_000)
    expect(await cancelAndTime(controller, building)).toBeLessThan(1000)
    expect(closed).toBe(true)
    await proxy.stop()
  })
})

describe('giving a build up', () => {
  it('ends a step that runs, and its container', async () => {
    const controller = new AbortController()
    const marker = `33.${run.replace(/\D/g, '')}1`
    const files = { Dockerfile: `FROM ${base}\nRUN sleep ${marker}\n` }
    const building = build(files, { signal: controller.signal })
    await readUntil(building, 'Running in')
    expect(await findContainersWith(marker)).toHaveLength(1)
    expect(await cancelAndTime(controller, collect(building))).toBeLessThan(1000)
    await engine.settle()
    expect(await findContainersWith(marker)).toEqual([])
  })

  it('leaves nothing of two that stand on the same base', async () => {
    const controller = new AbortController()
    const rests = []
    for (const lane of ['cpu', 'gpu']) {
      const large = { content: randomBytes(30_000_000) }
      const files = { Dockerfile: `FROM ${base}\nADD code /data/\n`, 'code/weights.bin': large }
      const building = build(files, { signal: controller.signal, tag: `uai-test/${lane}:${run}` })
      await readUntil(building, 'Step 2/2')
      rests.push(building)
    }
    const startedAt = performance.now()
    const ends = Promise.all(rests.map((building) => thrownBy(collect(building))))
    controller.abort()
    for (const failure of await ends) expect(failure.code).toBe('cancelled')
    expect(performance.now() - startedAt).toBeLessThan(1000)
    await waitForDangling()
    await engine.settle()
    expect(await findDanglingOn(baseId)).toEqual([])
  })

  it('leaves the image that had the name, and none without one', async () => {
    const first = await buildWhole({ Dockerfile: `FROM ${base}\nADD code /data/\n`, 'code/main.py': 'print(3)\n' })
    const before = await findDanglingOn(baseId)
    const controller = new AbortController()
    const large = { content: randomBytes(60_000_000) }
    const files = { Dockerfile: `FROM ${base}\nADD code /data/\n`, 'code/weights.bin': large }
    const building = build(files, { signal: controller.signal, labels: { 'uai.test': run } })
    await readUntil(building, 'Step 2/3')
    await delay(50)
    expect(await cancelAndTime(controller, collect(building))).toBeLessThan(1000)
    await waitForDangling(before.length)
    await engine.settle()
    expect((await engine.inspectImage(tag, signal))?.id).toBe(first.result)
    expect(await findDanglingOn(baseId)).toEqual(before)
  })

  it('leaves nothing of a step that ends after the one it stands on could have been removed', async () => {
    const marker = `orphan-${run}`
    const controller = new AbortController()
    const large = { content: randomBytes(60_000_000) }
    const Dockerfile = `FROM ${base}
LABEL uai.test=${marker}
ADD code /data/
`
    const building = build({ Dockerfile, 'code/weights.bin': large }, { signal: controller.signal })
    await readUntil(building, 'Step 3/3')
    expect(await cancelAndTime(controller, collect(building))).toBeLessThan(1000)
    await delay(3_000)
    await expect.poll(() => findUnnamedWithLabel(`uai.test=${marker}`), { timeout: 25_000 }).toEqual([])
  }, 40_000)

  it('ends when its reader goes away', async () => {
    const marker = `34.${run.replace(/\D/g, '')}1`
    for await (const step of build({ Dockerfile: `FROM ${base}\nRUN sleep ${marker}\n` })) {
      if (step.type === 'line' && step.text.includes('Running in')) break
    }
    for (let attempt = 0; attempt < 40 && (await findContainersWith(marker)).length > 0; attempt++) await delay(50)
    expect(await findContainersWith(marker)).toEqual([])
  })
})

/** Gives the engine the time to leave something behind, if it is going to. */
async function waitForDangling(countBefore = 0): Promise<void> {
  for (let attempt = 0; attempt < 20 && (await findDanglingOn(baseId)).length <= countBefore; attempt++) await delay(50)
}
