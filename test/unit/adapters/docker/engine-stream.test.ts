import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import type { EngineConnection } from '../../../../electron/adapters/docker/connection.ts'
import { followMessages } from '../../../../electron/adapters/docker/engine-stream.ts'
import { createTransfers } from '../../../../electron/adapters/docker/transfers.ts'
import { createBuilds } from '../../../../electron/adapters/docker/builds.ts'
import { createCleanUp } from '../../../../electron/adapters/docker/clean-up.ts'
import { cutAt } from '../../../support/chunks.ts'
import { collect } from '../../../support/collect.ts'
import { thrownBy } from '../../../support/thrown.ts'

const { signal } = new AbortController()
const auth = { host: 'hub.example.com', username: 'someone', password: 'secret' }
const reference = 'hub.example.com/demo/image:v1'

/** Answers every request with these lines; tells whether the answers were closed. */
function connectionOf(lines: readonly object[]): EngineConnection & { closed: number } {
  const connection = {
    closed: 0,
    open: () =>
      Promise.resolve({
        status: 200,
        chunks: cutAt(Buffer.from(lines.map((line) => JSON.stringify(line)).join('\r\n')), [7, 31]),
        close: () => {
          connection.closed++
        },
      }),
    openBothWays: () => Promise.reject(new Error('not in this test')),
    call: () => Promise.resolve([]),
    isLocal: () => Promise.resolve(true),
  }
  return connection
}

const noLogins = { find: () => Promise.resolve(null) }
const pull = (lines: readonly object[]): Promise<unknown> =>
  collect(createTransfers(connectionOf(lines), noLogins).pullImage({ reference, auth, signal }))
const push = (lines: readonly object[]): Promise<{ result: unknown }> =>
  collect(createTransfers(connectionOf(lines), noLogins).pushImage({ reference, auth, signal }))
const build = (lines: readonly object[]): Promise<{ result: unknown }> =>
  collect(
    createBuilds(connectionOf(lines), createCleanUp()).buildImage({
      context: cutAt(Buffer.alloc(0), []),
      tag: reference,
      labels: {},
      signal,
    }),
  )

describe('a stream of the engine', () => {
  it('ends with an error that is told in it', async () => {
    const connection = connectionOf([{ status: 'a' }, { error: 'short', errorDetail: { message: 'the long one' } }])
    const messages = followMessages(connection, {
      operation: 'pull',
      method: 'POST',
      path: '/images/create',
      explain: (words) => new AppError('pull-failed', { image: 'x', words }),
      signal,
    })
    await messages.next()
    expect(await thrownBy(messages.next())).toEqual({
      code: 'pull-failed',
      details: { image: 'x', words: 'the long one' },
    })
    expect(connection.closed).toBe(1)
  })

  it('is closed when its reader goes away', async () => {
    const connection = connectionOf([{ status: 'a' }, { status: 'b' }])
    for await (const message of followMessages(connection, { operation: 'x', method: 'GET', path: '/', signal })) {
      expect(message.status).toBe('a')
      break
    }
    expect(connection.closed).toBe(1)
  })

  it('counts no seconds as bytes', async () => {
    const connection = connectionOf([{ status: 'Extracting', id: 'a', progressDetail: { current: 3, units: 's' } }])
    const { items } = await collect(followMessages(connection, { operation: 'x', method: 'GET', path: '/', signal }))
    expect(items).toMatchObject([{ id: 'a', currentBytes: null, totalBytes: null }])
  })
})

describe('success', () => {
  it('is what a pull says at its end, nothing less', async () => {
    const layer = { status: 'Pull complete', id: 'a' }
    await pull([layer, { status: 'Digest: sha256:1' }, { status: `Status: Downloaded newer image for ${reference}` }])
    expect(await thrownBy(pull([layer]))).toEqual({ code: 'engine-stream-cut', details: { operation: 'pull' } })
    expect(await thrownBy(pull([]))).toMatchObject({ code: 'engine-stream-cut' })
  })

  it('is the digest of a push', async () => {
    const done = { aux: { Tag: 'v1', Digest: 'sha256:abc', Size: 528 } }
    expect((await push([{ status: 'Pushed', id: 'a' }, done])).result).toEqual({ digest: 'sha256:abc', sizeBytes: 528 })
    expect(await thrownBy(push([{ status: 'Pushed', id: 'a' }]))).toMatchObject({ code: 'engine-stream-cut' })
  })

  it('is the id of a build', async () => {
    const lines = [{ stream: 'Step 1/1 : FROM x' }, { aux: { ID: 'sha256:abc' } }, { stream: 'Successfully built abc' }]
    expect((await build(lines)).result).toBe('sha256:abc')
    expect(await thrownBy(build(lines.slice(0, 1)))).toMatchObject({ code: 'engine-stream-cut' })
  })
})

describe('refusals in the stream', () => {
  const told = (words: string): object => ({ error: words, errorDetail: { message: words } })

  it.each([
    ['unauthorized: authentication required', 'registry-login-refused'],
    ['manifest for x:v1 not found: manifest unknown: manifest unknown', 'base-not-found'],
    ['pull access denied for x, repository does not exist or may require docker login', 'base-not-found'],
    ['denied: requested access to the resource is denied', 'pull-failed'],
    ['write /var/lib/docker/tmp/x: no space left on device', 'pull-failed'],
  ])('a pull: %s', async (words, code) => {
    expect(await thrownBy(pull([told(words)]))).toMatchObject({ code, details: { words } })
  })

  it.each([
    ['unauthorized: authentication required', 'registry-login-refused'],
    ['no basic auth credentials', 'registry-login-refused'],
    ['denied: requested access to the resource is denied', 'push-refused'],
    ['received unexpected HTTP status: 500 Internal Server Error', 'push-refused'],
  ])('a push: %s', async (words, code) => {
    expect(await thrownBy(push([told(words)]))).toMatchObject({ code, details: { words } })
  })

  it('a build: whatever it says', async () => {
    const words = 'ADD failed: file not found in build context'
    expect(await thrownBy(build([told(words)]))).toEqual({ code: 'build-failed', details: { image: reference, words } })
  })
})
