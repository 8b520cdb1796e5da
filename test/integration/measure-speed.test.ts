import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { megabitsPerSecond, speedLimits, type SpeedProgress, type SpeedReport } from '../../shared/model/speed.ts'
import { collect } from '../support/collect.ts'
import { startMeddler, type Meddler } from '../support/meddler.ts'
import { opaqueImage } from '../support/publish-bench.ts'
import { startTestRegistry, type TestRegistry } from '../support/registry-server.ts'
import { slowLink, startShapedLink } from '../support/shaped-link.ts'

const mebibyte = 1024 * 1024
const repository = 'speed/measured'
const { signal } = new AbortController()
let storageFolder: string
let server: TestRegistry
let meddler: Meddler

beforeAll(async () => {
  storageFolder = await mkdtemp(join(tmpdir(), 'uai-speed-'))
  server = await startTestRegistry({ storageFolder })
  meddler = await startMeddler(server.port)
  const image = opaqueImage(randomBytes(1000), randomBytes(3 * mebibyte))
  const reference = `${server.host}/speed/base:v1`
  await collect(createRegistry().publishImage({ reference, auth: server.auth, ...image, signal }))
})

afterAll(async () => {
  await meddler.stop()
  await server.stop()
  await rm(storageFolder, { recursive: true })
})

interface Measured {
  readonly items: readonly SpeedProgress[]
  readonly result: SpeedReport
}

function measure(auth: RegistryAuth = server.auth, options: { repository?: string | null } = {}): Promise<Measured> {
  const samples = [`${auth.host}/speed/nothing:v1`, `elsewhere.example/speed/base:v1`, `${auth.host}/speed/base:v1`]
  return collect(createRegistry().measureSpeed({ auth, repository, samples, signal, ...options }))
}

/** What the registry has of uploads that have not come to their end, but for a few bytes of its own that it clears away later. */
async function uploadsLeft(): Promise<string[]> {
  const folder = join(storageFolder, 'docker', 'registry', 'v2', 'repositories', ...repository.split('/'), '_uploads')
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : []
  return names.filter((name) => ['data', 'startedat'].includes(basename(name)))
}

const isChunk = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'PATCH' && path.includes('/blobs/uploads/')

describe('the speed to a registry', () => {
  it('is measured both ways, within bounds, and leaves nothing there', async () => {
    const { items, result } = await measure()
    expect(result).toMatchObject({
      host: server.host,
      upload: { state: 'measured' },
      download: { state: 'measured', bytes: 3 * mebibyte },
    })
    expect(result.latencyMs).toBeGreaterThan(0)
    expect(new Set(items.map(({ way }) => way))).toEqual(new Set(['download', 'upload']))
    expect(Math.max(...items.map(({ bytes }) => bytes))).toBeLessThanOrEqual(speedLimits.bytes)
    expect(await uploadsLeft()).toEqual([])
    expect(await server.findDangling()).toEqual([])
  })

  it('is that of the line', async () => {
    const link = await startShapedLink({ host: '127.0.0.1', port: server.port }, slowLink)
    try {
      const { result } = await measure({ ...server.auth, host: link.host })
      for (const outcome of [result.upload, result.download]) {
        const speed = outcome.state === 'measured' ? megabitsPerSecond(outcome) : 0
        expect(speed).toBeGreaterThan(8)
        expect(speed).toBeLessThan(26)
      }
      expect(result.latencyMs).toBeGreaterThan(slowLink.roundTripMs * 0.9)
      expect(link.sentBytes()).toBeLessThan(speedLimits.bytes * 1.1)
    } finally {
      await link.stop()
    }
  })

  it('leaves nothing there either when it is cancelled', async () => {
    const auth = { ...server.auth, host: meddler.host }
    const stop = new AbortController()
    let chunks = 0
    meddler.meddle = (request) => {
      if (isChunk(request) && ++chunks === 2) stop.abort()
      return null
    }
    const measuring = createRegistry().measureSpeed({ auth, repository, samples: [], signal: stop.signal })
    await expect(collect(measuring)).rejects.toMatchObject({ code: 'cancelled' })
    expect(chunks).toBe(2)
    expect(meddler.requests.at(-1)?.method).toBe('DELETE')
    expect(await uploadsLeft()).toEqual([])
  })

  it('is told one way where the registry takes nothing, in its words', async () => {
    const auth = { ...server.auth, host: meddler.host }
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'quota is used up' }] })
    meddler.meddle = ({ method }) => (method === 'POST' ? { answer: { status: 403, body } } : null)
    const started = await measure(auth)
    expect(started.result).toMatchObject({
      upload: { state: 'refused', words: expect.stringContaining('quota is used up') as string },
      download: { state: 'measured' },
    })
    meddler.meddle = (request) => (isChunk(request) ? { answer: { status: 405, body } } : null)
    expect((await measure(auth)).result.upload.state).toBe('refused')
    expect(await uploadsLeft()).toEqual([])
    meddler.meddle = () => null
  })

  it('needs a repository, an image, and a registry that lets one in', async () => {
    const { result } = await collect(
      createRegistry().measureSpeed({ auth: server.auth, repository: null, samples: [], signal }),
    )
    expect(result).toMatchObject({ upload: { state: 'nothing' }, download: { state: 'nothing' } })
    await expect(measure({ ...server.auth, password: 'wrong' })).rejects.toMatchObject({
      code: 'registry-login-refused',
    })
    await expect(measure({ ...server.auth, host: '127.0.0.1:1' })).rejects.toMatchObject({
      code: 'registry-unreachable',
    })
  })
})
