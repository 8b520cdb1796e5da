import { describe, expect, it } from 'vitest'
import { createOutputReader, openOutput, type OutputReader } from '../../../../electron/core/runs/output-reader.ts'
import type { OutputChunk } from '../../../../electron/core/ports/container-work.ts'
import { collect } from '../../../support/collect.ts'

const chunk = (source: 'out' | 'err', text: string): OutputChunk => ({ source, bytes: Buffer.from(text) })

async function textsOf(output: AsyncGenerator<OutputChunk, void>): Promise<string[]> {
  return textsTold(createOutputReader(), output)
}

async function textsTold(reader: OutputReader, output: AsyncGenerator<OutputChunk, void>): Promise<string[]> {
  const { items } = await collect(reader.read(openOutput(output)))
  return [...items, ...reader.end()].flatMap((item) => (item.type === 'log' ? [`${item.source} ${item.text}`] : []))
}

describe('the output of a run', () => {
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
    const { items } = await collect(createOutputReader().read(openOutput(output)))
    expect(items).toEqual([
      { type: 'live', source: 'err', text: ' 1%' },
      { type: 'live', source: 'err', text: ' 3%' },
      { type: 'log', source: 'err', text: ' 9%\nnext' },
      { type: 'live', source: 'err', text: '' },
    ])
  })

  it('keeps what was open when the output is cut off, until nothing more can come', async () => {
    const kept: string[] = []
    const reader = createOutputReader()
    const output = (async function* () {
      yield chunk('out', 'half a li')
      await Promise.resolve()
      throw new Error('cut')
    })()
    const reading = (async () => {
      for await (const item of reader.read(openOutput(output))) if (item.type === 'log') kept.push(item.text)
    })()
    await expect(reading).rejects.toThrow('cut')
    expect(kept).toEqual([])
    expect([...reader.end()]).toContainEqual({ type: 'log', source: 'out', text: 'half a li' })
  })

  it('passes a failure of the stream on', async () => {
    const failing = (async function* () {
      yield chunk('out', 'before\n')
      await Promise.resolve()
      throw new Error('cut')
    })()
    await expect(textsOf(failing)).rejects.toThrow('cut')
  })

  it('tells no line twice and loses none when it is read again from its beginning, wherever it was cut', async () => {
    const all = [chunk('out', 'a\nb\n'), chunk('err', 'x\r\ny'), chunk('out', 'c\nd'), chunk('err', 'z\n')]
    async function* first(count: number): AsyncGenerator<OutputChunk, void> {
      for (const item of all.slice(0, count)) yield await Promise.resolve(item)
      if (count < all.length) throw new Error('cut')
    }
    for (let cut = 0; cut < all.length; cut++) {
      const reader = createOutputReader()
      const before: string[] = []
      try {
        for await (const item of reader.read(openOutput(first(cut)))) if (item.type === 'log') before.push(item.text)
      } catch {
        // Where the engine went away.
      }
      const restart = [...reader.startAnew()]
      expect(restart.every((item) => item.type === 'live' && item.text === '')).toBe(true)
      const after = await textsTold(reader, first(all.length))
      const lines = [...before, ...after.map((text) => text.slice(4))].flatMap((text) => text.split('\n'))
      expect(lines.sort(), `cut after ${cut}`).toEqual(['a', 'b', 'c', 'd', 'x', 'yz'])
      expect(reader.counts).toEqual({ out: 4, err: 2 })
    }
  })

  it('skips the lines that a log has already', async () => {
    const output = (async function* () {
      yield await Promise.resolve(chunk('out', 'a\nb\nc\n'))
      yield chunk('err', 'x\n')
    })()
    expect(await textsTold(createOutputReader({ out: 2, err: 1 }), output)).toEqual(['out c'])
  })
})
