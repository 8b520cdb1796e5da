import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkImages } from '../../../../electron/core/history/check-images.ts'
import { pullBack } from '../../../../electron/core/history/pull-back.ts'
import { pushAgain } from '../../../../electron/core/history/push-again.ts'
import { planRemoval, removeImages } from '../../../../electron/core/history/remove-images.ts'
import type { LayerMaker } from '../../../../electron/core/layer/code-layer.ts'
import { codeImage } from '../../../../electron/core/pack/code-image.ts'
import { packLabels } from '../../../../electron/core/pack/labels.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { RecordedImage } from '../../../../shared/model/pack-record.ts'
import { collect } from '../../../support/collect.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { FakeRegistry } from '../../../support/fake-registry.ts'
import { never, openHistoryBench } from '../../../support/history-bench.ts'
import { createHistoryService } from '../../../../electron/core/history/history-service.ts'

const host = 'uhub.ucloud.cn'
const auth = { host, username: 'someone', password: 'password' }
const name = `${host}/demo/mnist:v1`

const keepsNone: LayerMaker = {
  makeLayer: () => {
    throw new Error('nothing is packed anew')
  },
  openKept: () => Promise.resolve(null),
}
const elsewhere = {
  registry: new FakeRegistry(),
  pushes: [],
  authFor: () => Promise.resolve(auth),
  layers: keepsNone,
  ingredients: null,
}

function openEngine() {
  const engine = new FakeEngine()
  const { id, sizeBytes, layers } = engine.addImage(name)
  const image: RecordedImage = { lane: 'gpu', name, id, sizeBytes, layers: [...layers] }
  return { engine, image }
}

async function recordOf(
  images: RecordedImage[],
  bases: { lane: 'gpu'; reference: string; id: null; digest: null }[] = [],
) {
  const bench = await openHistoryBench()
  const id = bench.addPack('1')
  bench.store.setDetails(id, { images, bases, git: null, code: null, commandFile: null })
  bench.store.addPush(id, { reference: name, digest: 'sha256:one', at: 1, accountName: '' })
  const options = { ...bench, badges: { find: () => null }, redact: (text: string) => text, onChanged: () => undefined }
  return createHistoryService(options).record(id)
}

it('pushes the image itself under another tag, and leaves the names here as they were', async () => {
  const { engine, image } = openEngine()
  const reference = `${host}/demo/mnist:v2`
  const { items, result } = await collect(pushAgain({ ...elsewhere, engine, image, reference, auth, signal: never }))
  expect(result).toMatchObject({ kind: 'transfer', reference, id: image.id })
  expect(engine.operations('pushImage')).toEqual([reference])
  expect(engine.find(image.id)?.repoTags).toEqual([name])
  expect(items).toContainEqual({
    type: 'fact',
    fact: { kind: 'push', reference, digest: result.digest, sizeBytes: 500 },
  })
})

it('pushes the image of back then, though its name stands for another by now, which gets it back', async () => {
  const { engine, image } = openEngine()
  const other = engine.addImage('other:1')
  await engine.tagImage(image.id, 'kept:1', never)
  await engine.tagImage(other.id, name, never)
  const pushed: (string | undefined)[] = []
  engine.behave = ({ operation, subject }) => {
    if (operation === 'pushImage') pushed.push(engine.find(subject)?.id)
    return Promise.resolve()
  }
  await collect(pushAgain({ ...elsewhere, engine, image, reference: name, auth, signal: never }))
  expect(pushed).toEqual([image.id])
  expect(engine.find(name)?.id).toBe(other.id)
})

it('does not push what is gone', async () => {
  const { engine, image } = openEngine()
  engine.forget(image.id)
  const push = collect(pushAgain({ ...elsewhere, engine, image, reference: name, auth, signal: never }))
  await expect(push).rejects.toMatchObject({ code: 'image-missing' })
})

describe('an image that was pushed before', () => {
  const manifestOf = (registry: FakeRegistry) => {
    const { digest, ...rest } = registry.addImage(name, { of: 'mnist' }, [Buffer.from('base'), Buffer.from('code')])
    const byDigest = `${host}/demo/mnist@${digest}`
    registry.images.set(byDigest, { ...rest, digest, reference: byDigest })
    return { digest, push: { reference: name, digest, at: 1, accountName: '' } }
  }

  async function pushFrom(registry: FakeRegistry, reference: string) {
    const { engine, image } = openEngine()
    engine.forget(image.id)
    const { digest, push } = manifestOf(registry)
    const options = { ...elsewhere, engine, registry, image, pushes: [push], reference, auth, signal: never }
    const { items, result } = await collect(pushAgain(options))
    return { engine, digest, items, result }
  }

  it('gets another name in its registry, whatever the engine has', async () => {
    const registry = new FakeRegistry()
    const reference = `${host}/demo/mnist:v2`
    const { engine, digest, items, result } = await pushFrom(registry, reference)
    expect(result).toMatchObject({ reference, digest })
    expect(registry.images.get(reference)?.digest).toBe(digest)
    expect(items).toContainEqual({ type: 'fact', fact: { kind: 'push', reference, digest, sizeBytes: 22 } })
    expect(engine.operations('pushImage')).toEqual([])
  })

  it.each([
    ['mounted', `${host}/other/mnist:v1`, false],
    ['copied where that is refused', `${host}/other/mnist:v1`, true],
    ['copied to another registry', '127.0.0.1:5000/demo/mnist:v1', false],
  ])('is %s', async (_, reference, refusesMounts) => {
    const registry = new FakeRegistry()
    registry.refusesMounts = refusesMounts
    const { digest } = await pushFrom(registry, reference)
    expect(registry.images.get(reference)?.digest).toBe(digest)
    expect(registry.published[0]?.manifest).toEqual(registry.images.get(name)?.manifest)
  })

  it('is pushed by the engine where the registry has lost it, or does not answer', async () => {
    const { engine, image } = openEngine()
    const pushes = [{ reference: name, digest: `sha256:${'0'.repeat(64)}`, at: 1, accountName: '' }]
    const options = { ...elsewhere, engine, image, pushes, reference: name, auth, signal: never }
    await collect(pushAgain(options))
    const registry = new FakeRegistry()
    registry.failure = new AppError('registry-unreachable', { host, words: 'no route' })
    const { items } = await collect(pushAgain({ ...options, registry }))
    expect(engine.operations('pushImage')).toEqual([name, name])
    expect(items).toContainEqual({ type: 'log', source: 'app', text: expect.stringMatching(/: no route$/) as string })
  })
})

describe('an image whose first push was cut off', () => {
  const baseName = `${host}/demo/base:v1`
  const packed = { codeDigest: 'sha256:code', diffId: 'sha256:diff', uncompressedBytes: 9 }
  const bytes = Buffer.from('layer')
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`

  function openCutOff(options: { keepsLayer?: boolean; baseIn?: string; project?: string } = {}) {
    const { keepsLayer = true, baseIn = host, project = 'mnist' } = options
    const registry = new FakeRegistry()
    const config = { rootfs: { type: 'layers', diff_ids: ['sha256:base'] } }
    const base = registry.addImage(baseName.replace(host, baseIn), config, [Buffer.from('base')])
    const exact = `${baseIn}/demo/base@${base.digest}`
    registry.images.set(exact, { ...base, reference: exact })
    const layer = { ...packed, digest, sizeBytes: bytes.length }
    const labels = packLabels({ project: 'mnist', codeDigest: packed.codeDigest, lane: 'gpu', layerCount: 2 })
    const made = codeImage({ base, layer, labels })
    if (made === null) throw new Error('no image')
    const engine = new FakeEngine()
    const id = project === 'mnist' ? made.config.digest : 'sha256:of another name'
    engine.addImage(name, { id })
    const image: RecordedImage = { lane: 'gpu', name, id, sizeBytes: 1, layers: [...made.diffIds] }
    let openLayers = 0
    const read = async function* (startByte: number) {
      await Promise.resolve()
      yield bytes.subarray(startByte)
    }
    const close = () => Promise.resolve(void (openLayers -= 1))
    const openKept = (code: string) => {
      if (!keepsLayer || code !== packed.codeDigest) return Promise.resolve(null)
      openLayers += 1
      return Promise.resolve({ ...layer, read, close })
    }
    const recorded = { lane: 'gpu', reference: base.reference, id: null, digest: base.digest } as const
    const ingredients = { project, base: recorded, codeDigest: packed.codeDigest }
    const layers = { ...keepsNone, openKept }
    const wish = { ...elsewhere, registry, engine, layers, ingredients, image, reference: name, auth, signal: never }
    return { registry, engine, made, wish, openLayers: () => openLayers }
  }

  it('goes on as its pack had begun, without the engine', async () => {
    const { registry, engine, made, wish, openLayers } = openCutOff()
    const { items, result } = await collect(pushAgain(wish))
    expect(result).toEqual({ kind: 'transfer', reference: name, digest: made.digest, id: made.config.digest })
    expect(registry.images.get(name)?.digest).toBe(made.digest)
    expect(registry.published[0]?.layers.map(({ sources }) => sources[0]?.kind)).toEqual(['mount', 'bytes'])
    expect(items).toContainEqual({
      type: 'fact',
      fact: expect.objectContaining({ kind: 'push', reference: name, digest: made.digest }) as unknown,
    })
    expect(engine.operations('pushImage')).toEqual([])
    expect(openLayers()).toBe(0)
  })

  it.each([
    ['its layer is not kept any more', { keepsLayer: false }],
    ['its base is in another registry', { baseIn: '127.0.0.1:5000' }],
    ['that would be another image', { project: 'renamed' }],
  ])('is pushed by the engine where %s', async (_, options) => {
    const { registry, engine, wish, openLayers } = openCutOff(options)
    await collect(pushAgain(wish))
    expect(engine.operations('pushImage')).toEqual([name])
    expect(registry.published).toEqual([])
    expect(openLayers()).toBe(0)
  })
})

it('gets an image back by its digest and gives it its name again', async () => {
  const { engine, image } = openEngine()
  engine.forget(image.id)
  const push = { reference: name, digest: 'sha256:one', at: 1, accountName: '' }
  const byDigest = `${host}/demo/mnist@sha256:one`
  await collect(pullBack({ engine, image, push, auth, signal: never }))
  expect(engine.operations('pullImage')).toEqual([byDigest])
  expect(engine.find(name)?.repoTags).toContain(byDigest)
})

it('tells what is there, what is gone and what stands for another', async () => {
  const { engine, image } = openEngine()
  const record = await recordOf([image])
  const registry = new FakeRegistry()
  const look = async (digest: string | null, byDigest: string | null) => {
    registry.findDigest = ({ reference }) => Promise.resolve(reference.includes('@') ? byDigest : digest)
    const { items } = await collect(checkImages({ record, engine, registry, authFor: () => auth, signal: never }))
    const truths = items.flat()
    return ['engine', 'registry'].map((where) => truths.find((truth) => truth.where === where)?.state)
  }
  expect(await look('sha256:one', 'sha256:one')).toEqual(['there', 'there'])
  expect(await look('sha256:two', 'sha256:one')).toEqual(['there', 'moved'])
  expect(await look(null, 'sha256:one')).toEqual(['there', 'unnamed'])
  await engine.tagImage(image.id, 'kept:1', never)
  await engine.tagImage(engine.addImage('other:1').id, name, never)
  expect(await look(null, null)).toEqual(['moved', 'gone'])
  engine.forget(image.id)
  registry.findDigest = () => Promise.reject(new Error('no network'))
  const { items } = await collect(checkImages({ record, engine, registry, authFor: () => auth, signal: never }))
  expect(
    items
      .flat()
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['gone', 'unknown'])
})

it('says what a removal gives back, and removes no image that has another name', async () => {
  const engine = new FakeEngine()
  const base = engine.addImage('base:1', { sizeBytes: 900, layers: ['sha256:base'] })
  const made = engine.addImage(name, { id: 'sha256:made', sizeBytes: 1000, layers: ['sha256:base', 'sha256:code'] })
  const image: RecordedImage = { lane: 'gpu', name, id: made.id, sizeBytes: 1000, layers: [] }
  const record = await recordOf([image], [{ lane: 'gpu', reference: 'base:1', id: null, digest: null }])
  await engine.tagImage(made.id, 'mine:1', never)
  expect(await planRemoval(record, engine, never)).toEqual({
    images: [{ id: made.id, name, sizeBytes: 1000, ownBytes: 100, otherNames: ['mine:1'], sharesLayers: true }],
  })
  expect(await removeImages(record, engine, never)).toEqual([])
  expect(engine.find(made.id)?.repoTags).toEqual(['mine:1'])
  expect(engine.find(base.id)).not.toBeNull()
})
