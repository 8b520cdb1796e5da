import { describe, expect, it } from 'vitest'
import { allOrNone } from '../../../../electron/core/async/all-or-none.ts'
import { inBlocks } from '../../../../electron/core/async/in-blocks.ts'
import { merge } from '../../../../electron/core/async/merge.ts'
import { readAhead } from '../../../../electron/core/async/read-ahead.ts'
import { collect } from '../../../support/collect.ts'
import { untilCancelled } from '../../../support/fake-engine.ts'

const never = new AbortController().signal
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function* counting(name: string, delayMs: number): AsyncGenerator<string, string> {
  for (const index of [1, 2, 3]) {
    await pause(delayMs)
    yield `${name}${index}`
  }
  return name
}

describe('merge', () => {
  it('interleaves what comes and returns results in order', async () => {
    const { items, result } = await collect(merge([() => counting('a', 4), () => counting('b', 1)], never))
    expect(items.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
    expect(items.indexOf('b1')).toBeLessThan(items.indexOf('a2'))
    expect(result).toEqual(['a', 'b'])
  })

  it('aborts the others on a failure, passes on their last words and throws the first', async () => {
    const log: string[] = []
    const branches = [
      async function* (signal: AbortSignal): AsyncGenerator<string, void> {
        try {
          yield 'waiting'
          await untilCancelled(signal)
        } catch (error) {
          yield 'cancelled'
          throw error
        } finally {
          await pause(5)
          log.push('cleaned up')
        }
      },
      async function* (): AsyncGenerator<string, void> {
        yield 'failing'
        await pause(2)
        throw new Error('first')
      },
    ]
    const items: string[] = []
    const reading = (async () => {
      for await (const item of merge(branches, never)) items.push(item)
    })()
    await expect(reading).rejects.toThrow('first')
    expect(items).toEqual(['waiting', 'failing', 'cancelled'])
    expect(log).toEqual(['cleaned up'])
  })

  it('ends its branches when the reader leaves', async () => {
    let aborted = false
    const branch = async function* (signal: AbortSignal): AsyncGenerator<number, void> {
      signal.addEventListener('abort', () => (aborted = true))
      yield 1
      await untilCancelled(signal)
    }
    for await (const item of merge([branch, branch], never)) if (item === 1) break
    expect(aborted).toBe(true)
  })
})

describe('allOrNone', () => {
  it('returns every answer', async () => {
    expect(await allOrNone([() => Promise.resolve(1), () => Promise.resolve('a')], never)).toEqual([1, 'a'])
  })

  it('aborts the rest on a failure and waits for it', async () => {
    let ended = false
    const slow = async (signal: AbortSignal): Promise<void> => {
      await untilCancelled(signal).catch(() => pause(3))
      ended = true
    }
    await expect(allOrNone([slow, () => Promise.reject(new Error('no'))], never)).rejects.toThrow('no')
    expect(ended).toBe(true)
  })
})

describe('readAhead', () => {
  it('keeps the order and the limit', async () => {
    let underWay = 0
    let most = 0
    const { items } = await collect(
      readAhead([5, 1, 3, 2, 4, 0], 3, async (delay) => {
        underWay += 1
        most = Math.max(most, underWay)
        await pause(delay)
        underWay -= 1
        return delay
      }),
    )
    expect(items).toEqual([5, 1, 3, 2, 4, 0])
    expect(most).toBe(3)
  })

  it('throws when the turn of the failed one comes', async () => {
    const seen: number[] = []
    const reading = (async () => {
      const all = readAhead([1, 2, 3], 3, (item) =>
        item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
      )
      for await (const item of all) seen.push(item)
    })()
    await expect(reading).rejects.toThrow('two')
    expect(seen).toEqual([1])
  })
})

it('inBlocks gathers small pieces and loses none', async () => {
  const pieces = (async function* () {
    await pause(0)
    for (const size of [1, 2, 3, 10, 1]) yield new Uint8Array(size).fill(size)
  })()
  const { items } = await collect(inBlocks(pieces, 5))
  expect(items.map(({ length }) => length)).toEqual([6, 10, 1])
})
