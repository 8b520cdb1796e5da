import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NdjsonError, readNdjson } from '../../../../electron/adapters/docker/ndjson.ts'
import { cutAt, cutPlaces } from '../../../support/chunks.ts'

async function readAll(chunks: AsyncIterable<Uint8Array>, maxLineBytes?: number): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of readNdjson(chunks, maxLineBytes)) values.push(value)
  return values
}

const ofText = (text: string): AsyncIterable<Uint8Array> => cutAt(Buffer.from(text), [])

describe('readNdjson', () => {
  it('reads the same values however the bytes are cut', async () => {
    const messages = fc.array(fc.jsonValue({ stringUnit: 'grapheme' }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        messages,
        cutPlaces,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        async (values, cuts, ended, eol) => {
          const expected = values.map((value) => JSON.parse(JSON.stringify(value)) as unknown)
          const text = values.map((value) => JSON.stringify(value)).join(eol) + (ended ? eol : '')
          expect(await readAll(cutAt(Buffer.from(text), cuts))).toEqual(expected)
        },
      ),
    )
  })

  it('reads characters that are cut at every byte', async () => {
    const bytes = Buffer.from('{"status":"层 🧱"}\n')
    const everywhere = Array.from(bytes, (_, index) => index)
    expect(await readAll(cutAt(bytes, everywhere))).toEqual([{ status: '层 🧱' }])
  })

  it('passes over empty lines', async () => {
    expect(await readAll(ofText('\n{"a":1}\r\n\r\n \n{"b":2}'))).toEqual([{ a: 1 }, { b: 2 }])
  })

  it('fails at a line that was cut off', async () => {
    await expect(readAll(ofText('{"a":1}\n{"sta'))).rejects.toThrow(NdjsonError)
  })

  it('gives what came before a line that is no JSON', async () => {
    const values: unknown[] = []
    const reading = (async () => {
      for await (const value of readNdjson(ofText('{"a":1}\n<html>\n'))) values.push(value)
    })()
    await expect(reading).rejects.toThrow(NdjsonError)
    expect(values).toEqual([{ a: 1 }])
  })

  it('does not keep a line without an end', async () => {
    let givenBytes = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        givenBytes += 100
        await Promise.resolve()
        yield new Uint8Array(100).fill(0x61)
      }
    }
    await expect(readAll(endless(), 1000)).rejects.toThrow(NdjsonError)
    expect(givenBytes).toBeLessThan(1200)
  })

  it('counts the limit for each line alone', async () => {
    const lines = Array.from({ length: 50 }, () => '"xxxxxxxx"')
    expect(await readAll(ofText(lines.join('\n')), 12)).toHaveLength(50)
  })
})
