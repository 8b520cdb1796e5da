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

  it('tells what the open line shows, keeps its last state only, and clears it', async () => {
    const output = (async function* () {
      yield chunk('err', '\r 1%')
      await Promise.resolve()
      yield chunk('err', '\r 2%\r 3%')
      yield chunk('err', '\r 9%\nnext\n')
    })()
    const { items } = await collect(outputActivities(output, output.next()))
    expect(items).toEqual([
      { type: 'live', source: 'err', text: ' 1%' },
      { type: 'live', source: 'err', text: ' 3%' },
      { type: 'log', source: 'err', text: ' 9%\nnext' },
      { type: 'live', source: 'err', text: '' },
    ])
  })

  it('keeps what was open when the output is cut off', async () => {
    const kept: string[] = []
    const output = (async function* () {
      yield chunk('out', 'half a li')
      await Promise.resolve()
      throw new Error('cut')
    })()
    const reading = (async () => {
      for await (const item of outputActivities(output, output.next())) if (item.type === 'log') kept.push(item.text)
    })()
    await expect(reading).rejects.toThrow('cut')
    expect(kept).toEqual(['half a li'])
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
