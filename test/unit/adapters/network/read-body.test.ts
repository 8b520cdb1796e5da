import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readBody, SlowBodyError } from '../../../../electron/adapters/network/read-body.ts'

async function* drip(): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    await delay(5)
    yield Buffer.from('a')
  }
}

describe('a body', () => {
  it('that comes a byte at a time is not read for ever', async () => {
    await expect(readBody(drip(), 1_000_000, 50)).rejects.toBeInstanceOf(SlowBodyError)
  })

  it('is read up to its limit', async () => {
    expect((await readBody(drip(), 3)).toString()).toBe('aaa')
  })
})
