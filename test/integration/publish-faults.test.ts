import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { BlobToPublish, ImageRegistry, PublishOutcome, RegistryAuth } from '../../electron/core/ports/registry.ts'
import { collect } from '../support/collect.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { startMeddler } from '../support/meddler.ts'
import type { MeddledRequest, Meddler, MeddlerOptions } from '../support/meddler.ts'
import { endWithProcess } from '../support/programs.ts'
import { opaqueImage } from '../support/publish-bench.ts'
import type { PublisherSettings } from '../support/publisher.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import type { TestRegistry } from '../support/registry-server.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'
import { startTokenServer } from '../support/token-server.ts'

const mebibyte = 1024 * 1024
const retries = { mostInARow: 8, firstPauseMs: 5 }
const { signal } = new AbortController()
let server: TestRegistry
let meddler: Meddler
let auth: RegistryAuth
let danglingBefore: readonly string[]

beforeAll(async () => {
  server = await startTestRegistry()
  auth = server.auth
  await publish('first', opaqueImage(randomBytes(1000)))
})

beforeEach(async () => {
  danglingBefore = await server.findDangling()
})

afterAll(async () => {
  await server.stop()
})

async function withMeddler<Result>(options: MeddlerOptions, work: () => Promise<Result>): Promise<Result> {
  meddler = await startMeddler(server.port, options)
  auth = { ...server.auth, host: meddler.host }
  try {
    return await work()
  } finally {
    await meddler.stop()
  }
}

async function publish(
  name: string,
  image: ReturnType<typeof opaqueImage>,
  registry: ImageRegistry = createRegistry({ retries }),
): Promise<PublishOutcome> {
  const reference = `${auth.host}/faults/${name}:v1`
  const { result } = await collect(registry.publishImage({ reference, auth, ...image, signal }))
  return result
}

/** Asked past everything that meddles. */
async function expectPublished(name: string, { digest }: PublishOutcome): Promise<void> {
  const reference = `${server.host}/faults/${name}:v1`
  const image = await createRegistry().readImage({ reference, auth: server.auth, signal })
  expect(image?.digest).toBe(digest)
  for (const blob of image?.layers ?? []) {
    // Reading to the end verifies the digest.
    await collect(createRegistry().readBlob({ reference, auth: server.auth, blob, signal }))
  }
  // What pushes that failed have left is theirs.
  expect(await server.findDangling()).toEqual(danglingBefore)
}

const isUpload = ({ path }: MeddledRequest): boolean => path.includes('/blobs/uploads/')
const sentOf = ({ blobs }: PublishOutcome): number => blobs.reduce((sum, { sentBytes }) => sum + sentBytes, 0)

describe('a connection', () => {
  it('that is cut at every 64 KiB gets it all there, in chunks that fit', async () => {
    const cutAfterBytes = 64 * 1024
    const proxy = await startFaultyProxy({ host: '127.0.0.1', port: server.port }, { cutAfterBytes })
    auth = { ...server.auth, host: `127.0.0.1:${proxy.port}` }
    const sizeBytes = 400_000
    const outcome = await publish('cuts', opaqueImage(randomBytes(sizeBytes)))
    // What was under way at a cut is sent again, and nothing else but requests.
    expect(proxy.sentBytes()).toBeLessThan(sizeBytes + 4 * cutAfterBytes)
    await proxy.stop()
    await expectPublished('cuts', outcome)
  })

  it('that is cut once only sends again what the registry has not got', () =>
    withMeddler({ buffersRequests: true }, async () => {
      const image = opaqueImage(randomBytes(20 * mebibyte))
      let cut = false
      meddler.meddle = ({ method }) => {
        const isSecondChunk =
          method === 'PATCH' && meddler.requests.filter((one) => one.method === 'PATCH').length === 2
        if (isSecondChunk && !cut) {
          cut = true
          return 'cut'
        }
        return null
      }
      const outcome = await publish('cut-once', image)
      expect(meddler.uploadedBytes()).toBeLessThan(20.1 * mebibyte)
      await expectPublished('cut-once', outcome)
    }))

  it('that fails for ever is a clear error', async () => {
    const proxy = await startFaultyProxy({ host: '127.0.0.1', port: server.port }, { cutAfterBytes: 2_000 })
    auth = { ...server.auth, host: `127.0.0.1:${proxy.port}` }
    const failure = await thrownBy(publish('never', opaqueImage(randomBytes(100_000))))
    expect(failure).toMatchObject({ code: 'registry-unreachable', details: { host: auth.host } })
    await proxy.stop()
  })
})

describe('a busy or failing registry', () => {
  it.each([
    ['HEAD', 503],
    ['POST', 500],
    ['PATCH', 502],
    ['PUT', 504],
  ] as const)('is asked again after a %s was answered %i', (method, status) =>
    withMeddler({}, async () => {
      let failures = 2
      meddler.meddle = (request) =>
        request.method === method && failures-- > 0 ? { answer: { status, body: 'not now' } } : null
      const name = `status-${status}`
      const image = opaqueImage(randomBytes(9 * mebibyte))
      const outcome = await publish(name, image)
      expect(failures).toBeLessThan(0)
      await expectPublished(name, outcome)
    }),
  )

  it('is left alone for as long as it asks', () =>
    withMeddler({}, async () => {
      let refusedAt = 0
      let cameBackAfterMs = 0
      meddler.meddle = (request) => {
        if (request.method !== 'POST') return null
        if (refusedAt > 0) {
          cameBackAfterMs ||= Date.now() - refusedAt
          return null
        }
        refusedAt = Date.now()
        return { answer: { status: 429, headers: { 'retry-after': '1' } } }
      }
      const image = { ...opaqueImage(), layers: [] }
      const outcome = await publish('busy', image)
      expect(cameBackAfterMs).toBeGreaterThanOrEqual(990)
      await expectPublished('busy', outcome)
    }))

  it('that goes on failing is told in its own words', () =>
    withMeddler({}, async () => {
      const body = '{"errors":[{"code":"UNKNOWN","message":"no space left on device"}]}'
      meddler.meddle = (request) => (isUpload(request) ? { answer: { status: 500, body } } : null)
      expect(await thrownBy(publish('full', opaqueImage(randomBytes(1000))))).toEqual({
        code: 'registry-refused',
        details: { host: meddler.host, status: 500, words: 'unknown: no space left on device' },
      })
    }))

  it('that is restarted in the middle gets the rest', () =>
    withMeddler({}, async () => {
      const restarts: Promise<void>[] = []
      meddler.meddle = ({ method }) => {
        const chunks = meddler.requests.filter((one) => one.method === 'PATCH').length
        if (method === 'PATCH' && chunks === 2 && restarts.length === 0) restarts.push(server.restart())
        return null
      }
      const registry = createRegistry({ retries: { mostInARow: 8, firstPauseMs: 200 } })
      const outcome = await publish('restarted', opaqueImage(randomBytes(20 * mebibyte)), registry)
      await Promise.all(restarts)
      expect(restarts).toHaveLength(1)
      await expectPublished('restarted', outcome)
    }))
})

describe('a registry of another kind', () => {
  it('that takes no chunks gets layers in one piece', () =>
    withMeddler({}, async () => {
      meddler.meddle = ({ method }) => (method === 'PATCH' ? { answer: { status: 405 } } : null)
      const outcome = await publish('no-chunks', opaqueImage(randomBytes(9 * mebibyte)))
      expect(meddler.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
      await expectPublished('no-chunks', outcome)
    }))

  it('that takes small chunks only gets them small', () =>
    withMeddler({}, async () => {
      meddler.meddle = ({ method, headers }) =>
        method === 'PATCH' && Number(headers['content-length']) > mebibyte ? { answer: { status: 413 } } : null
      await expectPublished('small-chunks', await publish('small-chunks', opaqueImage(randomBytes(9 * mebibyte))))
    }))

  it('that refuses mounts with 202 gets the layer through the upload it opens', () =>
    withMeddler({}, async () => {
      const original = opaqueImage(randomBytes(100_000), randomBytes(100_000))
      await publish('mounted-from', original)
      meddler.meddle = ({ path }) => (path.includes('?mount=') ? { path: path.slice(0, path.indexOf('?')) } : null)
      const reference = `${meddler.host}/faults/mounted-from:v1`
      const withSources = (blob: BlobToPublish): BlobToPublish => ({
        ...blob,
        sources: [
          { kind: 'mount', repository: 'faults/mounted-from' },
          { kind: 'copy', reference, auth },
        ],
      })
      const image = { ...original, layers: original.layers.map(withSources) }
      const outcome = await publish('mount-refused', image)
      expect(outcome.blobs.map(({ how }) => how)).toEqual(['uploaded', 'copied', 'copied'])
      await expectPublished('mount-refused', outcome)
    }))

  it('that wants tokens gives one for all of a push, and another when it has run out', async () => {
    const folder = await makeTemporaryFolder()
    const tokens = await startTokenServer({ folder, ...server.auth })
    const demanding = await startTestRegistry({ auth: tokens.registryAuth })
    const before = await startMeddler(demanding.port)
    auth = { ...demanding.auth, host: before.host }
    const challenge = await fetch(`http://${before.host}/v2/`)
    const uses = new Map<string, number>()
    before.meddle = ({ headers: { authorization } }) => {
      const used = (uses.get(authorization ?? '') ?? 0) + 1
      uses.set(authorization ?? '', used)
      const header = challenge.headers.get('www-authenticate') ?? ''
      // Each is good for a few requests only.
      return authorization !== undefined && used > 4
        ? { answer: { status: 401, headers: { 'www-authenticate': header } } }
        : null
    }
    const image = opaqueImage(randomBytes(100_000))
    const reference = `${before.host}/faults/tokens:v1`
    const source = { kind: 'mount', repository: 'faults/elsewhere' } as const
    const layers = image.layers.map((layer) => ({ ...layer, sources: [source, ...layer.sources] }))
    const registry = createRegistry({ retries })
    await collect(registry.publishImage({ reference, auth, ...image, layers, signal }))
    const scopes = ['repository:faults/tokens:pull,push', 'repository:faults/elsewhere:pull']
    expect(tokens.granted.length).toBeGreaterThan(1)
    for (const granted of tokens.granted) expect(granted).toEqual(expect.arrayContaining(scopes))
    expect((await registry.readImage({ reference, auth, signal }))?.layers).toHaveLength(1)
    for (const one of [before, demanding, tokens]) await one.stop()
  })
})

describe('content that is not what its digest says', () => {
  it.each([
    ['damaged', (body: Buffer) => Buffer.concat([body.subarray(0, -1), Buffer.from(' ')])],
    ['cut short', (body: Buffer) => body.subarray(0, body.length / 2)],
  ])('is found in a manifest that is %s', (_how, change) =>
    withMeddler({}, async () => {
      await publish('manifest', opaqueImage(randomBytes(1000)))
      meddler.meddle = ({ path }) => (path.includes('/manifests/') ? { change: ({ body }) => change(body) } : null)
      const reference = `${meddler.host}/faults/manifest:v1`
      const reading = createRegistry({ retries }).readImage({ reference, auth, signal })
      expect(await thrownBy(reading)).toMatchObject({ code: 'digest-mismatch', details: { host: meddler.host } })
    }),
  )

  it('is found in a layer', () =>
    withMeddler({}, async () => {
      const image = opaqueImage(randomBytes(1000))
      await publish('layer', image)
      const [blob] = image.layers
      if (blob === undefined) throw new Error('no layer')
      meddler.meddle = ({ path }) =>
        path.endsWith(blob.digest) ? { change: ({ body }) => Buffer.alloc(body.length) } : null
      const where = { reference: `${meddler.host}/faults/layer:v1`, auth, signal }
      const reading = collect(createRegistry({ retries }).readBlob({ ...where, blob }))
      expect(await thrownBy(reading)).toEqual({
        code: 'digest-mismatch',
        details: { host: meddler.host, digest: blob.digest },
      })
    }))

  it('is refused by the registry, in its own words', () =>
    withMeddler({}, async () => {
      const image = opaqueImage(randomBytes(1000))
      const other = opaqueImage(randomBytes(1000))
      const layers = image.layers.map((layer, index) => ({ ...layer, sources: other.layers[index]?.sources ?? [] }))
      expect(await thrownBy(publish('wrong', { ...image, layers }))).toMatchObject({
        code: 'registry-refused',
        details: { status: 400, words: 'digest_invalid: provided digest did not match uploaded content' },
      })
    }))
})

describe('a push that ends before its time', () => {
  const root = join(import.meta.dirname, '..', '..')
  const bundleFolder = join(root, 'build', 'out', 'publisher')

  beforeAll(async () => {
    const program = join(root, 'test', 'support', 'publisher.ts')
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      build: { ssr: program, outDir: bundleFolder, emptyOutDir: true },
    })
  })
  afterAll(() => rm(bundleFolder, { recursive: true }))

  it('goes on where it was after its process was killed', () =>
    withMeddler({ buffersRequests: true }, async () => {
      const folder = await makeTemporaryFolder()
      const content = randomBytes(24 * mebibyte)
      const settings: PublisherSettings = {
        reference: `${meddler.host}/faults/killed:v1`,
        auth,
        uploadsFolder: join(folder, 'uploads'),
        layerPath: join(folder, 'layer'),
      }
      await writeFile(settings.layerPath, content)
      await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
      const child = spawn(process.execPath, [join(bundleFolder, 'publisher.js'), join(folder, 'settings.json')])
      endWithProcess(child)
      const ended = new Promise((resolve) => child.once('close', resolve))
      meddler.meddle = ({ method }) => {
        if (method === 'PATCH' && meddler.requests.filter((one) => one.method === 'PATCH').length === 2) {
          child.kill('SIGKILL')
        }
        return null
      }
      await ended
      meddler.meddle = () => null
      const before = meddler.uploadedBytes()
      expect(before).toBeGreaterThanOrEqual(8 * mebibyte)

      const uploads = { folder: settings.uploadsFolder, files: createNodeFiles() }
      const outcome = await publish('killed', opaqueImage(content), createRegistry({ retries, uploads }))
      expect(sentOf(outcome)).toBeLessThanOrEqual(16 * mebibyte + 1000)
      expect(meddler.uploadedBytes() - before).toBeLessThanOrEqual(16 * mebibyte + 1000)
      expect(await readdir(settings.uploadsFolder)).toEqual([])
      await expectPublished('killed', outcome)
    }))

  it('is cancelled within a second, and its upload with it where none is to be gone on with', () =>
    withMeddler({}, async () => {
      const stop = new AbortController()
      let abortedAt = 0
      meddler.meddle = ({ method }) => {
        if (method !== 'PATCH') return null
        abortedAt = Date.now()
        stop.abort()
        return { answer: { status: 503 } }
      }
      const image = opaqueImage(randomBytes(12 * mebibyte))
      const reference = `${meddler.host}/faults/cancelled:v1`
      const publishing = createRegistry({ retries }).publishImage({ reference, auth, ...image, signal: stop.signal })
      expect(await thrownBy(collect(publishing))).toEqual({ code: 'cancelled', details: {} })
      expect(Date.now() - abortedAt).toBeLessThan(1000)
      expect(meddler.requests.at(-1)?.method).toBe('DELETE')
    }))
})
