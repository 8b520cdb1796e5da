import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../../electron/core/async/turns.ts'
import { thrownBy } from '../../../support/thrown.ts'

const { signal } = new AbortController()

describe('turns', () => {
  it('come one after the other for the same thing, and at once for another', async () => {
    const turns = createTurns()
    const order: string[] = []
    const endFirst = await turns.take('a', signal)
    const second = turns.take('a', signal).then((end) => {
      order.push('second')
      return end
    })
    const endOther = await turns.take('b', signal)
    order.push('other')
    endFirst()
    const endSecond = await second
    expect(order).toEqual(['other', 'second'])
    endSecond()
    endOther()
    ;(await turns.take('a', signal))()
  })

  it('can be given up, and then keep nobody waiting', async () => {
    const turns = createTurns()
    const endFirst = await turns.take('a', signal)
    const stop = new AbortController()
    const givenUp = turns.take('a', stop.signal)
    const third = turns.take('a', signal)
    stop.abort()
    expect(await thrownBy(givenUp)).toMatchObject({ code: 'cancelled' })
    endFirst()
    ;(await third)()
  })
})
