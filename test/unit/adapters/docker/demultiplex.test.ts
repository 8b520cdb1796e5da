import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demultiplex } from '../../../../electron/adapters/docker/demultiplex.ts'
import type { OutputChunk } from '../../../../electron/core/ports/container-work.ts'
import { cutAt, cutPlaces } from '../../../support/chunks.ts'
import { thrownBy } from '../../../support/thrown.ts'

interface Frame {
  readonly source: OutputChunk['source']
  readonly bytes: Uint8Array
}

const frames: fc.Arbitrary<Frame[]> = fc.array(
  fc.record({ source: fc.constantFrom('out' as const, 'err' as const), bytes: fc.uint8Array({ maxLength: 60 }) }),
  { maxLength: 12 },
)

function encode(list: readonly Frame[]): Buffer {
  return Buffer.concat(
    list.flatMap(({ source, bytes }) => {
      const header = Buffer.alloc(8)
      header[0] = source === 'out' ? 1 : 2
      header.writeUInt32BE(bytes.length, 4)
      return [header, bytes]
    }),
  )
}

const bytesOf = (list: readonly Frame[], source: Frame['source']): Buffer =>
  Buffer.concat(list.filter((frame) => frame.source === source).map((frame) => frame.bytes))

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<OutputChunk[]> {
  const read: OutputChunk[] = []
  for await (const chunk of demultiplex(chunks)) read.push(chunk)
  return read
}

describe('demultiplex', () => {
  it('gives every byte to its output, in order, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(frames, cutPlaces, async (list, cuts) => {
        const read = await readAll(cutAt(encode(list), cuts))
        expect(bytesOf(read, 'out').equals(bytesOf(list, 'out'))).toBe(true)
        expect(bytesOf(read, 'err').equals(bytesOf(list, 'err'))).toBe(true)
        const sequence = read.flatMap(({ source, bytes }) => Array.from(bytes, () => source))
        expect(sequence).toEqual(list.flatMap(({ source, bytes }) => Array.from(bytes, () => source)))
      }),
    )
  })

  it('fails when the stream ends within a frame, and only then', async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.nat(), async (list, place) => {
        const whole = encode(list)
        const end = place % (whole.length + 1)
        const ends = new Set([0])
        let position = 0
        for (const { bytes } of list) ends.add((position += 8 + bytes.length))
        const reading = readAll(cutAt(whole.subarray(0, end), []))
        if (ends.has(end)) await reading
        else expect(await thrownBy(reading)).toEqual({ code: 'engine-stream-cut', details: { operation: 'output' } })
      }),
    )
  })

  it('fails at a stream that has no frames', async () => {
    const reading = readAll(cutAt(Buffer.from('plain text of a terminal'), []))
    expect(await thrownBy(reading)).toMatchObject({ code: 'engine-stream-cut' })
  })

  it('reads no further than it is asked for', async () => {
    let given = 0
    async function* source(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given++
        await Promise.resolve()
        yield encode([{ source: 'out', bytes: new Uint8Array(10) }])
      }
    }
    const output = demultiplex(source())
    await output.next()
    await output.next()
    expect(given).toBe(2)
    await output.return()
  })
})
