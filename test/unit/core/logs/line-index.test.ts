import fc from 'fast-check'
import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createJobLog, reopenJobLog, type JobLogOptions } from '../../../../electron/core/jobs/job-log.ts'
import { indexPathOf, loadIndex, openEndedLog } from '../../../../electron/core/logs/index-file.ts'
import { LineIndex, maxBlockBytes } from '../../../../electron/core/logs/line-index.ts'
import type { LogSource } from '../../../../shared/model/job.ts'

interface Entry {
  readonly source: LogSource
  readonly text: string
}

const entry = fc.record({
  source: fc.constantFrom<LogSource>('out', 'err', 'app'),
  text: fc.oneof(
    fc.constantFrom('epoch 1', 'ValueError: no', '训练完成', ''),
    fc.nat({ max: maxBlockBytes * 2 }).map((length) => 'x'.repeat(length)),
  ),
})

/** What an index knows, block by block. */
function blocksOf(index: LineIndex): unknown[] {
  return Array.from({ length: index.blockCount }, (_, number) => index.block(number))
}

describe('line index', () => {
  let path = ''
  let options: JobLogOptions

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'uai-line-index-')), 'one.log')
    options = { path, clock: { now: () => Date.UTC(2025, 0, 31, 12) }, redact: (text) => text, onFailure: fail }
  })

  const fail = (error: unknown): void => {
    throw error
  }
  const write = async (entries: readonly Entry[]): Promise<LineIndex> => {
    const log = createJobLog(options)
    for (const { source, text } of entries) log.append(source, text)
    await log.close()
    return log.index
  }
  const load = async (): Promise<LineIndex> => {
    const file = await open(path, 'r')
    return (await loadIndex(path, file, 0).finally(() => file.close())).index
  }

  it('is the same written along, read from its file, and made anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 300 }), async (entries) => {
        path = join(await mkdtemp(join(tmpdir(), 'uai-line-index-')), 'one.log')
        options = { ...options, path }
        const written = await write(entries)
        const read = await load()
        await rm(indexPathOf(path))
        const made = await load()
        for (const index of [read, made]) {
          expect(index.counts).toEqual(written.counts)
          expect(blocksOf(index)).toEqual(blocksOf(written))
        }
      }),
      { numRuns: 25 },
    )
  })

  it('finds each line in its block, none of which is large but for one line', async () => {
    const long = 'x'.repeat(maxBlockBytes)
    const index = await write(
      Array.from({ length: 1000 }, (_, at) => ({ source: 'out', text: at % 300 === 7 ? long : `${at}` })),
    )
    const bytes = await readFile(path)
    for (let line = 0; line < 1000; line++) {
      const block = index.block(index.blockOf(line))
      expect(line).toBeGreaterThanOrEqual(block.firstIndex)
      expect(line).toBeLessThan(block.firstIndex + block.lineCount)
      expect(block.lineCount === 1 || block.end - block.start < maxBlockBytes * 2).toBe(true)
      const texts = bytes.subarray(block.start, block.end).toString().split('\n')
      expect(texts[line - block.firstIndex]?.slice(27)).toBe(line % 300 === 7 ? long : `${line}`)
    }
  })

  it.each([
    ['cut off anywhere', async () => truncate(indexPathOf(path), 8 + 48 * 3 + 20)],
    ['of another layout', async () => writeFile(indexPathOf(path), Buffer.alloc(480))],
    ['empty', async () => writeFile(indexPathOf(path), '')],
    ['of more than the log has', async () => truncate(path, 20_000)],
    ['of less than the log has', async () => appendFile(path, '2025-01-31T12:00:00.000Z e more\n')],
    ['whose blocks begin within lines', async () => writeFile(path, (await readFile(path, 'utf8')).replace('0', '00'))],
  ])('is mended where its file is %s', async (_, damage) => {
    await write(Array.from({ length: 1000 }, (_unused, at) => ({ source: 'out', text: `line ${at}` })))
    await damage()
    const whole = (await readFile(path, 'utf8')).split('\n').length - 1
    expect((await load()).counts.lines).toBe(whole)
    const log = await reopenJobLog(options)
    log.append('out', 'the last')
    await log.close()
    const index = await load()
    expect(index.counts.lines).toBe(whole + 1)
    await rm(indexPathOf(path))
    expect(blocksOf(await load())).toEqual(blocksOf(index))
  })

  it('is kept for a log that came without one', async () => {
    await write(Array.from({ length: 1000 }, (_, at) => ({ source: 'out', text: `line ${at}` })))
    const kept = await readFile(indexPathOf(path))
    await rm(indexPathOf(path))
    const opened = await openEndedLog(path, 0)
    await opened?.file.close()
    expect((await readFile(indexPathOf(path))).equals(kept)).toBe(true)
  })

  it('knows each error of a log that is small or is being written', async () => {
    const texts = Array.from({ length: 1000 }, (_, at) => (at % 400 === 399 ? 'ValueError: no' : `line ${at}`))
    const written = await write(texts.map((text) => ({ source: 'err', text })))
    const opened = await openEndedLog(path)
    await opened?.file.close()
    for (const index of [written, opened?.index]) {
      expect([0, 1, 2].map((place) => index?.errorLines?.at(place))).toEqual([399, 799, undefined])
    }
    expect((await load()).errorLines).toBeNull()
  })

  it('tells of a log that is not there', async () => {
    expect(await openEndedLog(path)).toBeNull()
  })
})
