import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { BlobSource, PublishOutcome, PublishProgress, RegistryImage } from '../../electron/core/ports/registry.ts'
import { collect } from '../support/collect.ts'
import { digestOf, imageOn, opaqueImage } from '../support/publish-bench.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import type { TestRegistry } from '../support/registry-server.ts'
import { startShapedLink } from '../support/shaped-link.ts'
import { skopeo } from '../support/skopeo.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'
import { importTinyImage } from '../support/tiny-image.ts'

const { signal } = new AbortController()
const engine = createDockerEngine()
const registry = createRegistry()
const files = { 'data/main.txt': 'the code\n', 'data/lib/net.txt': 'LAYERS = 3\n' }
let server: TestRegistry
let base: RegistryImage

async function readOrFail(reference: string): Promise<RegistryImage> {
  const image = await registry.readImage({ reference, auth: server.auth, signal })
  if (image === null) throw new Error(`${reference} is not there`)
  return image
}

async function outputOf(image: string, command: readonly string[]): Promise<string> {
  const spec = { image, command, mounts: [], environment: {}, labels: {}, runtime: null, network: 'none' } as const
  const id = await engine.createContainer(spec, signal)
  try {
    await engine.startContainer(id, signal)
    const { items } = await collect(engine.followOutput(id, signal))
    return Buffer.concat(items.map(({ bytes }) => bytes)).toString()
  } finally {
    await engine.removeContainer(id)
  }
}

beforeAll(async () => {
  server = await startTestRegistry()
  const reference = `${server.host}/uaishare/base:v1`
  await importTinyImage(engine, reference, signal)
  await collect(engine.pushImage({ reference, auth: server.auth, signal }))
  await engine.removeImage(reference, signal)
  base = await readOrFail(reference)
})

afterAll(async () => {
  await server.stop()
})

async function publish(
  reference: string,
  image: Awaited<ReturnType<typeof imageOn>>,
): Promise<{ items: PublishProgress[]; result: PublishOutcome }> {
  return collect(registry.publishImage({ reference, auth: server.auth, ...image, signal }))
}

describe('an image with one layer more than its base', () => {
  const mounts: readonly BlobSource[] = [{ kind: 'mount', repository: 'uaishare/base' }]

  it('is published by sending that layer alone, and runs', async () => {
    const reference = `${server.host}/demo/mounted:v1`
    const image = await imageOn(base, { files, sources: mounts })
    const { items, result } = await publish(reference, image)
    expect(result.existed).toBe(false)
    expect(result.blobs.map(({ how }) => how)).toEqual(['uploaded', 'mounted', 'uploaded'])
    expect(result.blobs.map(({ sentBytes }) => sentBytes)).toEqual([
      image.config.sizeBytes,
      0,
      image.layers.at(-1)?.sizeBytes,
    ])
    expect(result.sizeBytes).toBe([image.config, ...image.layers].reduce((sum, blob) => sum + blob.sizeBytes, 0))
    const last = new Map(items.flatMap((item) => (item.type === 'blob' ? [[item.digest, item] as const] : [])))
    expect([...last.values()].map(({ phase }) => phase)).toEqual(['done', 'done', 'done'])

    await collect(engine.pullImage({ reference, auth: server.auth, signal }))
    expect(await outputOf(reference, ['cat', '/data/main.txt'])).toBe(files['data/main.txt'])
    expect((await engine.inspectImage(reference, signal))?.repoDigests).toEqual([
      `${server.host}/demo/mounted@${result.digest}`,
    ])
    await engine.removeImage(reference, signal)
  })

  it('is accepted by another client, and leaves nothing that the registry would clear away', async () => {
    const image = await imageOn(base, { files, sources: mounts })
    const { result } = await publish(`${server.host}/demo/inspected:v1`, image)
    const inspected = JSON.parse(await skopeo(server, 'inspect', `docker://${server.host}/demo/inspected:v1`)) as object
    expect(inspected).toMatchObject({
      Digest: result.digest,
      Architecture: 'amd64',
      Layers: image.layers.map(({ digest }) => digest),
    })
    const folder = await makeTemporaryFolder()
    await skopeo(server, 'copy', `docker://${server.host}/demo/inspected:v1`, `oci:${folder}/copy:v1`)
    expect(await server.findDangling()).toEqual([])
  })

  it('is there already, without a byte sent, when nothing has changed', async () => {
    const reference = `${server.host}/demo/same:v1`
    const image = await imageOn(base, { files, sources: mounts })
    const first = await publish(reference, image)
    const second = await publish(reference, image)
    expect(second.result).toMatchObject({ existed: true, digest: first.result.digest })
    expect(second.result.blobs.map(({ how, sentBytes }) => [how, sentBytes])).toEqual(
      first.result.blobs.map(() => ['existed', 0]),
    )
  })

  it('is copied to another name byte for byte, and read back', async () => {
    const image = await imageOn(base, { files, sources: mounts })
    const { result } = await publish(`${server.host}/demo/original:v1`, image)
    const original = await readOrFail(`${server.host}/demo/original:v1`)
    const withMount = <Blob extends object>(blob: Blob) => {
      return { ...blob, sources: [{ kind: 'mount', repository: 'demo/original' }] as const }
    }
    const copied = await collect(
      registry.publishImage({
        reference: `${server.host}/demo/copy:v2`,
        auth: server.auth,
        mediaType: original.mediaType,
        config: withMount(original.config),
        layers: original.layers.map(withMount),
        manifest: original.manifest,
        signal,
      }),
    )
    expect(copied.result.digest).toBe(result.digest)
    expect(copied.result.blobs.every(({ how }) => how === 'mounted')).toBe(true)

    const code = original.layers.at(-1)
    if (code === undefined) throw new Error('no layers')
    const where = { reference: `${server.host}/demo/copy:v2`, auth: server.auth, signal }
    const { items } = await collect(registry.readBlob({ ...where, blob: code }))
    expect(digestOf(Buffer.concat(items))).toBe(code.digest)
  })
})

describe('a base in another registry', () => {
  it('is copied from there layer by layer', async () => {
    const other = await startTestRegistry()
    try {
      const reference = `${other.host}/demo/copied:v1`
      const source = { kind: 'copy', reference: `${server.host}/uaishare/base:v1`, auth: server.auth } as const
      const image = await imageOn(base, { files, sources: [source] })
      const { result } = await collect(registry.publishImage({ reference, auth: other.auth, ...image, signal }))
      expect(result.blobs.map(({ how }) => how)).toEqual(['uploaded', 'copied', 'uploaded'])
      await collect(engine.pullImage({ reference, auth: other.auth, signal }))
      expect(await outputOf(reference, ['cat', '/data/lib/net.txt'])).toBe(files['data/lib/net.txt'])
      await engine.removeImage(reference, signal)
      expect(await other.findDangling()).toEqual([])
    } finally {
      await other.stop()
    }
  })

  it('that has lost a layer is named', async () => {
    const image = opaqueImage(randomBytes(1000))
    const source = { kind: 'copy', reference: `${server.host}/uaishare/base:v1`, auth: server.auth } as const
    const layers = image.layers.map((layer) => ({ ...layer, sources: [source] }))
    const reference = `${server.host}/demo/lost:v1`
    const publishing = collect(registry.publishImage({ reference, auth: server.auth, ...image, layers, signal }))
    expect(await thrownBy(publishing)).toEqual({
      code: 'blob-unavailable',
      details: { image: source.reference, digest: layers[0]?.digest },
    })
  })
})

describe('a far registry', () => {
  it('gets a layer at the speed of the link', async () => {
    const link = await startShapedLink({ host: '127.0.0.1', port: server.port })
    try {
      const auth = { ...server.auth, host: link.host }
      const image = opaqueImage(randomBytes(500_000))
      const publishing = registry.publishImage({ reference: `${link.host}/demo/far:v1`, auth, ...image, signal })
      const { result } = await collect(publishing)
      expect(result.blobs.map(({ how }) => how)).toEqual(['uploaded', 'uploaded'])
      // Nothing is sent twice.
      expect(link.sentBytes()).toBeLessThan(520_000)
    } finally {
      await link.stop()
    }
  })
})
