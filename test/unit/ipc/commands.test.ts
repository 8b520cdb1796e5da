import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { maxExchanges } from '../../../shared/ipc/server.ts'
import { maxMessageBytes } from '../../../shared/ipc/wire.ts'
import { aborted, connectSample, settle } from './sample-contract.ts'

describe('a call', () => {
  it('is answered with the output of its handler', async () => {
    const { client } = connectSample()
    expect(await client.call('double', { value: 21 })).toBe(42)
    expect(await client.call('person')).toEqual({ name: 'Ada' })
  })

  it('is answered apart from other calls under way', async () => {
    const release: (() => void)[] = []
    const { client } = connectSample({
      wait: () => new Promise((resolve) => release.push(() => resolve('late'))),
    })
    const late = client.call('wait')
    expect(await client.call('double', { value: 1 })).toBe(2)
    release[0]?.()
    expect(await late).toBe('late')
  })

  it('reaches its handler with parsed input only', async () => {
    const inputs: unknown[] = []
    const { client } = connectSample({
      double: (input) => {
        inputs.push(input)
        return 0
      },
    })
    const untrue = { value: 1, more: 'not in the contract' }
    await client.call('double', untrue)
    expect(inputs).toEqual([{ value: 1 }])
  })

  it('carries only what the contract names back to the page', async () => {
    const { client, ports } = connectSample({
      person: () => {
        const person = { name: 'Ada', password: 'canary' }
        return person
      },
    })
    expect(await client.call('person')).toEqual({ name: 'Ada' })
    expect(JSON.stringify(ports.page.received)).not.toContain('canary')
  })
})

describe('more than a page needs at once', () => {
  it('is refused by name, and taken again once there is room', async () => {
    let begun = 0
    const release: (() => void)[] = []
    const { client, internalErrors } = connectSample({
      wait: () => {
        begun += 1
        return new Promise((resolve) => release.push(() => resolve('late')))
      },
    })
    const waiting = Array.from({ length: maxExchanges }, () => client.call('wait'))
    await settle()
    const refused = { code: 'too-many-exchanges', details: { limit: maxExchanges } }
    await expect(client.call('wait')).rejects.toMatchObject(refused)
    await expect(client.open('follow').result).rejects.toMatchObject(refused)
    expect(begun).toBe(maxExchanges)
    for (const answer of release) answer()
    await Promise.all(waiting)
    expect(await client.call('double', { value: 2 })).toBe(4)
    expect(internalErrors).toEqual([])
  })
})

describe('a message the page should not have sent', () => {
  it.each(['absent', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'is refused when its name is %j',
    async (name) => {
      const { ports, internalErrors } = connectSample()
      ports.page.post({ type: 'call', id: 7, name, input: undefined })
      ports.page.post({ type: 'open', id: 8, name, input: undefined, credit: 1 })
      await settle()
      const error = { code: 'unknown-name', details: { name } }
      expect(ports.page.received).toEqual([
        { type: 'error', id: 7, error },
        { type: 'error', id: 8, error },
      ])
      expect(internalErrors).toEqual([])
    },
  )

  it('is refused when a stream is called, a command opened or an event either', async () => {
    const { ports } = connectSample()
    ports.page.post({ type: 'call', id: 1, name: 'count', input: { upTo: 1 } })
    ports.page.post({ type: 'open', id: 2, name: 'double', input: { value: 1 }, credit: 1 })
    ports.page.post({ type: 'call', id: 3, name: 'changed', input: { name: '' } })
    await settle()
    expect(ports.page.received).toMatchObject([1, 2, 3].map((id) => ({ id, error: { code: 'unknown-name' } })))
  })

  it.each([null, undefined, 'text', { value: '1' }, { value: Number.NaN }, {}, [], new Map([['value', 1]])])(
    'is refused before the handler when its input is %j',
    async (input) => {
      let called = false
      const { ports } = connectSample({
        double: () => {
          called = true
          return 0
        },
      })
      ports.page.post({ type: 'call', id: 1, name: 'double', input })
      await settle()
      expect(ports.page.received).toMatchObject([
        { type: 'error', id: 1, error: { code: 'invalid-message', details: { name: 'double' } } },
      ])
      expect(called).toBe(false)
    },
  )

  it('is told what was expected, not what it said', async () => {
    const { ports } = connectSample()
    ports.page.post({ type: 'call', id: 1, name: 'double', input: { value: 'canary' } })
    await settle()
    const told = JSON.stringify(ports.page.received)
    expect(told).toContain('value')
    expect(told).not.toContain('canary')
  })

  it('is refused under its id when the frame is wrong', async () => {
    const { ports } = connectSample()
    ports.page.post({ type: 'call', id: 3, name: 5 })
    ports.page.post({ type: 'open', id: 4, name: 'count', input: { upTo: 1 }, credit: -1 })
    await settle()
    expect(ports.page.received).toMatchObject([3, 4].map((id) => ({ id, error: { code: 'invalid-message' } })))
  })

  it.each([null, 'text', 5, [], {}, { type: 'call' }, { type: 'else', id: 1 }, { type: 'credit', id: -1, count: 1 }])(
    'is left unanswered and logged when it is %j',
    async (message) => {
      const { client, ports, internalErrors } = connectSample()
      ports.page.post(message)
      await settle()
      expect(ports.page.received).toEqual([])
      expect(internalErrors).toHaveLength(1)
      expect(await client.call('double', { value: 2 })).toBe(4)
    },
  )

  it('is left unanswered and logged when it takes the id of a call under way', async () => {
    const { ports, internalErrors } = connectSample({ wait: (_input, { signal }) => aborted(signal).then(() => '') })
    ports.page.post({ type: 'call', id: 1, name: 'wait' })
    ports.page.post({ type: 'call', id: 1, name: 'person' })
    await settle()
    expect(ports.page.received).toEqual([])
    expect(internalErrors).toHaveLength(1)
  })

  it('is refused unread when it is too large, and the connection goes on', async () => {
    const { client, ports } = connectSample()
    const fiftyMegabytes = 'x'.repeat(50 * 1024 * 1024)
    ports.page.post({ type: 'call', id: 900, name: 'double', input: fiftyMegabytes })
    ports.page.post({ type: 'call', id: 901, name: fiftyMegabytes })
    await settle()
    expect(ports.page.received).toMatchObject([
      { id: 900, error: { code: 'message-too-large', details: { name: 'double', limitBytes: maxMessageBytes } } },
      { id: 901, error: { code: 'message-too-large' } },
    ])
    expect(JSON.stringify(ports.page.received).length).toBeLessThan(1000)
    expect(await client.call('double', { value: 2 })).toBe(4)
  })
})

describe('a failing handler', () => {
  it('tells an AppError by code and details', async () => {
    const { client, internalErrors } = connectSample({
      wait: () => Promise.reject(new AppError('disk-full', { path: '/data' })),
    })
    const error = await client.call('wait').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).toData()).toEqual({ code: 'disk-full', details: { path: '/data' } })
    expect(internalErrors).toEqual([])
  })

  it.each([
    () => {
      throw new Error('canary words')
    },
    () => Promise.reject(new Error('canary words')),
    () => Promise.reject(new AggregateError([], 'canary words')),
  ])('tells nothing but an id of any other error, thrown or rejected', async (wait) => {
    const { client, ports, internalErrors } = connectSample({ wait })
    const error = (await client.call('wait').catch((reason: unknown) => reason)) as AppError<'internal'>
    expect(error.code).toBe('internal')
    expect(internalErrors).toHaveLength(1)
    expect(internalErrors[0]?.id).toBe(error.details.id)
    expect((internalErrors[0]?.error as Error).message).toBe('canary words')
    expect(JSON.stringify(ports.page.received)).not.toMatch(/canary|stack|\.ts/)
  })

  it('is internal too when its output does not fit the contract', async () => {
    const { client, internalErrors } = connectSample({ wait: () => 5 as unknown as string })
    await expect(client.call('wait')).rejects.toMatchObject({ code: 'internal' })
    expect(internalErrors).toHaveLength(1)
  })
})

describe('cancelling a call', () => {
  it('aborts the signal and is told once the handler has cleaned up', async () => {
    const steps: string[] = []
    const { client } = connectSample({
      wait: async (_input, { signal }) => {
        await aborted(signal)
        await settle()
        steps.push('cleaned up')
        throw signal.reason as Error
      },
    })
    const controller = new AbortController()
    const call = client.call('wait', undefined, { signal: controller.signal }).catch((error: unknown) => {
      steps.push((error as AppError).code)
    })
    await settle()
    controller.abort()
    await call
    expect(steps).toEqual(['cleaned up', 'cancelled'])
  })

  it('counts an AbortError as cancelled, and another error as one', async () => {
    const { client, internalErrors } = connectSample({
      wait: async (_input, { signal }) => {
        await aborted(signal)
        throw new DOMException('This operation was aborted', 'AbortError')
      },
      person: async (_input, { signal }) => {
        await aborted(signal)
        throw new TypeError('clean-up failed')
      },
    })
    const controller = new AbortController()
    const { signal } = controller
    const wait = expect(client.call('wait', undefined, { signal })).rejects.toMatchObject({ code: 'cancelled' })
    const person = expect(client.call('person', undefined, { signal })).rejects.toMatchObject({ code: 'internal' })
    await settle()
    controller.abort()
    await Promise.all([wait, person])
    expect(internalErrors).toHaveLength(1)
  })

  it('sends nothing when the signal is aborted already', async () => {
    const { client, ports } = connectSample()
    const signal = AbortSignal.abort()
    await expect(client.call('person', undefined, { signal })).rejects.toMatchObject({ code: 'cancelled' })
    await settle()
    expect(ports.main.received).toEqual([])
  })
})

describe('the page', () => {
  it('refuses an answer that does not fit the contract', async () => {
    const { client, ports } = connectSample({ wait: () => new Promise(() => undefined) })
    const call = client.call('wait')
    await settle()
    ports.main.post({ type: 'answer', id: 0, output: 5 })
    await expect(call).rejects.toMatchObject({ code: 'invalid-message', details: { name: 'wait' } })
  })

  it('reports a frame that fits nothing and goes on', async () => {
    const { client, ports, invalidMessages } = connectSample()
    ports.main.post({ type: 'answer' })
    ports.main.post({ type: 'event', name: '__proto__', payload: 1 })
    ports.main.post({ type: 'event', name: 'changed', payload: 1 })
    await settle()
    expect(invalidMessages).toHaveLength(3)
    expect(await client.call('double', { value: 2 })).toBe(4)
  })

  it('is told at once of an input that cannot be sent', async () => {
    const { client } = connectSample()
    const value = (() => 1) as unknown as number
    await expect(client.call('double', { value })).rejects.toMatchObject({ code: 'invalid-message' })
  })
})

describe('an event', () => {
  it('reaches every listener until it stops listening', async () => {
    const { client, server } = connectSample()
    const heard: string[] = []
    const off = client.on('changed', ({ name }) => heard.push(`first ${name}`))
    client.on('changed', ({ name }) => heard.push(`second ${name}`))
    server.emit('changed', { name: 'a' })
    await settle()
    off()
    server.emit('changed', { name: 'b' })
    await settle()
    expect(heard).toEqual(['first a', 'second a', 'second b'])
  })

  it('that does not fit the contract is logged and kept back', async () => {
    const { server, ports, internalErrors } = connectSample()
    server.emit('changed', { name: 5 as unknown as string })
    await settle()
    expect(ports.page.received).toEqual([])
    expect(internalErrors).toHaveLength(1)
  })
})

describe('losing the connection', () => {
  it('fails what the page waits for, and what it asks later', async () => {
    const { client, server } = connectSample({ wait: () => new Promise(() => undefined) })
    const call = expect(client.call('wait')).rejects.toMatchObject({ code: 'connection-lost' })
    await settle()
    server.close()
    await call
    await expect(client.call('person')).rejects.toMatchObject({ code: 'connection-lost' })
  })

  it('aborts what runs for the page', async () => {
    const signals: AbortSignal[] = []
    const { client, ports, internalErrors } = connectSample({
      wait: async (_input, { signal }) => {
        signals.push(signal)
        await aborted(signal)
        throw signal.reason as Error
      },
    })
    const call = expect(client.call('wait')).rejects.toMatchObject({ code: 'connection-lost' })
    await settle()
    client.close()
    await call
    await settle()
    expect(signals[0]?.aborted).toBe(true)
    expect(ports.page.received).toEqual([])
    expect(internalErrors).toEqual([])
  })
})
