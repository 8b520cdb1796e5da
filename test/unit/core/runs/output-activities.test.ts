import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { outputActivities } from '../../../../electron/core/runs/output-activities.ts'
import type { OutputChunk } from '../../../../electron/core/ports.ts'
import { collect } from '../../../support/collect.ts'

const chunk = (source: 'out' | 'err', text: string): OutputChunk => ({ source, bytes: Buffer.from(text) })

async function textsOf(output: AsyncGenerator<OutputChunk, void>): Promise<string[]> {
  const { items } = await collect(outputActivities(output, output.next()))
  return items.flatMap((item) => (item.type === 'log' ? [`${item.source} ${item.text}`] : []))
}

describe('outputActivities', () => {
  it('keeps the two outputs apart, whatever the chunks', async () => {
    const texts = await textsOf(
      (async function* () {
        yield chunk('out', 'ep')
        yield chunk('err', 'warn')
        yield chunk('out', 'och 1\nepoch')
        await Promise.resolve()
        yield chunk('err', 'ing\n')
        yield chunk('out', ' 2')
      })(),
    )
    expect(texts).toEqual(['out epoch 1', 'err warning', 'out epoch 2'])
  })

  it('shows a bar that stands still, and once a second one that moves', async () => {
    const texts = await textsOf(
      (async function* () {
        yield chunk('err', '\r 1%')
        await delay(100)
        for (let step = 2; step <= 8; step++) yield chunk('err', `\r ${step}%`)
        await delay(1300)
        yield chunk('err', '\r 9%\n')
      })(),
    )
    expect(texts).toEqual(['err  1%', 'err  8%', 'err  9%'])
  })

  it('passes a failure of the stream on', async () => {
    const failing = (async function* () {
      yield chunk('out', 'before\n')
      await Promise.resolve()
      throw new Error('cut')
    })()
    await expect(textsOf(failing)).rejects.toThrow('cut')
  })
})
