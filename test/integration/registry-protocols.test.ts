import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { ImageRegistry, PublishOutcome, PublishProgress } from '../../electron/core/ports/registry.ts'
import { collect } from '../support/collect.ts'
import { startOddRegistry } from '../support/odd-registry.ts'
import type { OddAnswer, OddOptions, OddRegistry, OddRequest } from '../support/odd-registry.ts'
import { opaqueImage } from '../support/publish-bench.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'

const mebibyte = 1024 * 1024
const { signal } = new AbortController()
let registry: OddRegistry

afterEach(() => registry.stop())

async function publish(
  image: ReturnType<typeof opaqueImage>,
  client: ImageRegistry = createRegistry({ readBackMs: 200 }),
): Promise<{ items: PublishProgress[]; result: PublishOutcome }> {
  const auth = { host: registry.host, username: 'user', password: 'secret' }
  const reference = `${registry.host}/odd/image:v1`
  return collect(client.publishImage({ reference, auth, ...image, signal }))
}

function expectThere(image: ReturnType<typeof opaqueImage>): void {
  for (const { digest } of [image.config, ...image.layers]) expect(registry.blobs.has(digest)).toBe(true)
  expect(registry.manifests.has('odd/image:v1')).toBe(true)
}

const later = (answer: OddAnswer) => (request: OddRequest) =>
  request.method === 'PATCH' && request.hadBytes > 0 ? answer : null
const inChunks = (answer: OddAnswer) => (request: OddRequest) =>
  request.method === 'PATCH' && request.range !== null ? answer : null
const above = (sizeBytes: number, answer: OddAnswer) => (request: OddRequest) =>
  request.sizeBytes > sizeBytes ? answer : null

describe('a registry that takes content by another way', () => {
  it.each<[string, OddOptions]>([
    ['refuses the second chunk with 404', { refuse: later({ status: 404 }) }],
    ['refuses the second chunk with 416', { refuse: later({ status: 416 }) }],
    ['refuses the second chunk with 400', { refuse: later({ status: 400 }) }],
    ['refuses chunks with 405', { refuse: inChunks({ status: 405 }) }],
    ['refuses chunks with 501', { refuse: inChunks({ status: 501 }) }],
    ['takes no PATCH at all', { refuse: ({ method }) => (method === 'PATCH' ? { status: 404 } : null) }],
    [
      'takes content with PATCH alone',
      {
        refuse: ({ method, sizeBytes, path }) =>
          method === 'PUT' && sizeBytes > 0 && path.includes('/blobs/') ? { status: 405 } : null,
      },
    ],
    ['says that it has the first chunk alone', { range: (received) => `0-${Math.min(received, 8 * mebibyte) - 1}` }],
    ['says that it has nothing', { range: () => '0-0' }],
    ['counts one byte too many', { range: (received) => `0-${received}` }],
    ['takes no more than 2 MiB, and says so with 413', { refuse: above(2 * mebibyte, { status: 413 }) }],
    ['takes no more than 2 MiB, and says so with 416', { refuse: above(2 * mebibyte, { status: 416 }) }],
    ['does not say what it has', { refuse: ({ method }) => (method === 'HEAD' ? { status: 403 } : null) }],
    ['knows no HEAD', { refuse: ({ method }) => (method === 'HEAD' ? { status: 405 } : null) }],
  ])('and %s gets all of it, without a pause', async (_what, options) => {
    registry = await startOddRegistry(options)
    const image = opaqueImage(randomBytes(17 * mebibyte))
    const { items } = await publish(image)
    expectThere(image)
    expect(items.filter(({ type }) => type === 'retry')).toEqual([])
  })

  it('is given it by that way from then on, by another process too', async () => {
    registry = await startOddRegistry({ refuse: later({ status: 416 }) })
    const uploads = { folder: await makeTemporaryFolder(), files: createNodeFiles() }
    await publish(opaqueImage(randomBytes(9 * mebibyte)), createRegistry({ uploads }))
    const before = registry.requests.length
    await publish(opaqueImage(randomBytes(9 * mebibyte)), createRegistry({ uploads }))
    const patches = registry.requests.slice(before).filter(({ method }) => method === 'PATCH')
    expect(patches.map(({ range }) => range)).not.toContainEqual(expect.any(String))
  })

  it('is told in its own words where it takes none', async () => {
    const isContent = ({ method, path }: OddRequest): boolean =>
      ['PATCH', 'PUT'].includes(method) && path.includes('/blobs/')
    registry = await startOddRegistry({
      refuse: (request) => (isContent(request) ? { status: 400, words: 'Closed Today' } : null),
    })
    const error = await thrownBy(publish(opaqueImage(randomBytes(9 * mebibyte))))
    expect(error).toMatchObject({ code: 'registry-refused', details: { status: 400, words: 'Closed Today' } })
  })
})

describe('a tag that cannot be read back', () => {
  it('for a moment is looked for again', async () => {
    let asked = 0
    // Before the push, and the first time after it.
    registry = await startOddRegistry({ showsTags: () => (asked += 1) > 4 })
    const image = opaqueImage(randomBytes(1000))
    const { result } = await publish(image, createRegistry({ readBackMs: 5000 }))
    expectThere(image)
    expect(result.isReadBack).toBe(true)
  })

  it('at all is no damage: the registry has confirmed what it has', async () => {
    registry = await startOddRegistry({ showsTags: () => false })
    const image = opaqueImage(randomBytes(1000))
    const { result } = await publish(image)
    expectThere(image)
    expect(result).toMatchObject({ existed: false, isReadBack: false })
  })
})
