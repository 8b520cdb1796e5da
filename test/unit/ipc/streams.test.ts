import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { CallContext, Handlers } from '../../../shared/ipc/define.ts'
import { initialCredit } from '../../../shared/ipc/client-stream.ts'
import { aborted, connectSample, settle, type SampleContract } from './sample-contract.ts'

/** Counts what a stream of one number a batch was asked for, and what became of it. */
function watchedCounter(): {
  seen: { made: number; aborted: boolean; cleanedUp: boolean }
  count: Handlers<SampleContract>['count']
} {
  const seen = { made: 0, aborted: false, cleanedUp: false }
  async function* count(_input: unknown, { signal }: CallContext): AsyncGenerator<number[], string> {
    void aborted(signal).then(() => (seen.aborted = true))
    try {
      for (;;) {
        await Promise.resolve()
        yield [seen.made++]
      }
    } finally {
      await settle()
      seen.cleanedUp = true
    }
  }
  return { seen, count }
}

describe('a stream', () => {
  it('gives its batches in order and then its result', async () => {
    const { client } = connectSample()
    const reading = client.open('count', { upTo: 50 })
    const batches: (readonly number[])[] = []
    for await (const batch of reading) batches.push(batch)
    expect(batches).toEqual(Array.from({ length: 50 }, (_, value) => [value]))
    expect(await reading.result).toBe('counted')
  })

  it('keeps batches whole and leaves empty ones out', async () => {
    const { client } = connectSample({
      count: async function* () {
        yield await Promise.resolve([1, 2, 3])
        for (let empty = 0; empty < 10; empty += 1) yield []
        yield [4]
        return ''
      },
    })
    const batches: (readonly number[])[] = []
    for await (const batch of client.open('count', { upTo: 0 })) batches.push(batch)
    expect(batches).toEqual([[1, 2, 3], [4]])
  })

  it('refuses a wrong input before the handler', async () => {
    const { ports } = connectSample()
    ports.page.post({ type: 'open', id: 1, name: 'count', input: { upTo: 'x' }, credit: 1 })
    await settle()
    expect(ports.page.received).toMatchObject([{ id: 1, error: { code: 'invalid-message' } }])
  })

  it('stops its producer while the reader is slow', async () => {
    const { seen, count } = watchedCounter()
    const { client } = connectSample({ count })
    const iterator = client.open('count', { upTo: 0 })[Symbol.asyncIterator]()
    await settle()
    expect(seen.made).toBe(initialCredit)
    await settle()
    expect(seen.made).toBe(initialCredit)

    await iterator.next()
    await settle()
    expect(seen.made).toBe(initialCredit)
    await iterator.next()
    await settle()
    expect(seen.made).toBe(initialCredit + 1)
    await iterator.return?.()
  })

  it('tells an error after what came before it', async () => {
    const { client } = connectSample({
      count: async function* () {
        yield await Promise.resolve([1])
        throw new AppError('disk-full', { path: '/' })
      },
    })
    const reading = client.open('count', { upTo: 0 })
    const batches: unknown[] = []
    const read = async (): Promise<void> => {
      for await (const batch of reading) batches.push(batch)
    }
    await expect(read()).rejects.toMatchObject({ code: 'disk-full' })
    await expect(reading.result).rejects.toMatchObject({ code: 'disk-full' })
    expect(batches).toEqual([[1]])
  })

  it('tells an unforeseen error by an id only', async () => {
    const { client, ports, internalErrors } = connectSample({
      // A generator that fails at its first step.
      count: async function* () {
        yield await Promise.reject<number[]>(new Error('canary words'))
        return ''
      },
    })
    await expect(client.open('count', { upTo: 0 }).result).rejects.toMatchObject({ code: 'internal' })
    expect(internalErrors).toHaveLength(1)
    expect(JSON.stringify(ports.page.received)).not.toContain('canary')
  })

  it('sends no item that does not fit the contract', async () => {
    const { client, ports, internalErrors } = connectSample({
      count: async function* () {
        yield await Promise.resolve(['canary'] as unknown as number[])
        return ''
      },
    })
    await expect(client.open('count', { upTo: 0 }).result).rejects.toMatchObject({ code: 'internal' })
    expect(JSON.stringify(ports.page.received)).not.toContain('canary')
    expect(internalErrors).toHaveLength(1)
  })
})

describe('ending a stream early', () => {
  it('by leaving the loop waits for the clean-up', async () => {
    const { seen, count } = watchedCounter()
    const { client } = connectSample({ count })
    const reading = client.open('count', { upTo: 0 })
    for await (const [value] of reading) if (value === 9) break
    expect(seen).toMatchObject({ aborted: true, cleanedUp: true })
    await expect(reading.result).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('by its signal throws `cancelled` after the clean-up', async () => {
    const { seen, count } = watchedCounter()
    const { client } = connectSample({ count })
    const controller = new AbortController()
    const reading = client.open('count', { upTo: 0 }, { signal: controller.signal })
    const read = async (): Promise<void> => {
      for await (const [value] of reading) if (value === 5) controller.abort()
    }
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen).toMatchObject({ aborted: true, cleanedUp: true })
  })

  it('reaches a producer that waits for something to happen', async () => {
    let cleanedUp = false
    const { client } = connectSample({
      follow: async function* (_input, { signal }) {
        try {
          yield ['one']
          await aborted(signal)
          signal.throwIfAborted()
        } finally {
          cleanedUp = true
        }
      },
    })
    const controller = new AbortController()
    const reading = client.open('follow', undefined, { signal: controller.signal })
    await settle()
    controller.abort()
    await expect(reading.result).rejects.toMatchObject({ code: 'cancelled' })
    expect(cleanedUp).toBe(true)
  })

  it('reaches a producer that waits for credit', async () => {
    const { seen, count } = watchedCounter()
    const { client } = connectSample({ count })
    const controller = new AbortController()
    const reading = client.open('count', { upTo: 0 }, { signal: controller.signal })
    await settle()
    expect(seen.made).toBe(initialCredit)
    controller.abort()
    await expect(reading.result).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen.cleanedUp).toBe(true)
  })

  it('by losing the port cleans up too', async () => {
    const { seen, count } = watchedCounter()
    const { client, internalErrors } = connectSample({ count })
    const reading = client.open('count', { upTo: 0 })
    await settle()
    client.close()
    await expect(reading.result).rejects.toMatchObject({ code: 'connection-lost' })
    await settle()
    await settle()
    expect(seen).toMatchObject({ aborted: true, cleanedUp: true })
    expect(internalErrors).toEqual([])
  })

  it('by an item that does not fit ends the producer', async () => {
    let cleanedUp = false
    const { client, ports } = connectSample({
      follow: async function* (_input, { signal }) {
        try {
          yield ['one']
          await aborted(signal)
        } finally {
          cleanedUp = true
        }
      },
    })
    const reading = client.open('follow')
    await settle()
    ports.main.post({ type: 'items', id: 0, items: [5] })
    await expect(reading.result).rejects.toMatchObject({ code: 'invalid-message' })
    await settle()
    expect(cleanedUp).toBe(true)
  })

  it('is possible for main as well', async () => {
    const { seen, count } = watchedCounter()
    const { client, server } = connectSample({ count })
    const reading = client.open('count', { upTo: 0 })
    await settle()
    server.close()
    await expect(reading.result).rejects.toMatchObject({ code: 'connection-lost' })
    await settle()
    expect(seen.cleanedUp).toBe(true)
  })
})
