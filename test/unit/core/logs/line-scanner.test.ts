import fc from 'fast-check'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { lineHead } from '../../../../electron/core/logs/line-format.ts'
import { LineScanner, type FoundLines } from '../../../../electron/core/logs/line-scanner.ts'
import type { LogQuery } from '../../../../shared/log/query.ts'
import { everyLine, type LogFilter } from '../../../../shared/model/log.ts'

const query = { text: 'loss|损失', isRegex: true, matchCase: false }

describe('line scanner', () => {
  let path = ''
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'uai-line-scanner-')), 'one.log')
  })

  const write = (texts: readonly string[]): Promise<void> =>
    writeFile(path, texts.map((text) => `${lineHead(0, 'out')}${text}\n`).join(''))

  /** Scans up to each of these counts in turn. */
  const scan = (counts: readonly number[], filter: LogFilter, search: LogQuery | null = null): FoundLines => {
    const scanner = new LineScanner(path, filter, search)
    const found: FoundLines = { lines: [], errors: [] }
    const keep = ({ lines, errors }: FoundLines): void => {
      found.lines.push(...lines)
      found.errors.push(...errors)
    }
    for (const count of counts) {
      while (scanner.scannedLines < count) keep(scanner.scanPiece(count, keep))
      expect(scanner.scannedLines).toBe(count)
    }
    scanner.close()
    return found
  }

  it('finds the same lines, whatever their lengths and however often it is told of more', async () => {
    const text = fc.oneof(
      fc.constantFrom('Loss 0.5', 'step 1', '损失：0.5', 'ValueError: loss is nan', '\u001b[1mlo\u001b[0mss'),
      fc.integer({ min: 1, max: 150_000 }).map((length) => `${'损'.repeat(length)} loss`),
      fc.integer({ min: 1, max: 150_000 }).map((length) => 'x'.repeat(length)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 12 }), fc.array(fc.nat(12)), async (texts, stops) => {
        await write(texts)
        const counts = [...stops.filter((stop) => stop < texts.length).toSorted((a, b) => a - b), texts.length]
        const all = texts.map((_, index) => index)
        const matching = all.filter((index) => /loss|损失|lo\u001b\[0mss/i.test(texts[index] ?? ''))
        const errors = matching.filter((index) => texts[index]?.startsWith('ValueError'))
        expect(scan(counts, everyLine, query)).toEqual({ lines: matching, errors: [] })
        expect(scan(counts, { ...everyLine, query })).toEqual({ lines: matching, errors })
        expect(scan(counts, { ...everyLine, query, level: 'error' })).toEqual({ lines: errors, errors })
      }),
      { numRuns: 60 },
    )
  })

  it('sees that a file ends before the lines that it was told of', async () => {
    await write(['loss 1'])
    const scanner = new LineScanner(path, everyLine, query)
    const ignore = (): void => undefined
    expect(scanner.scanPiece(2, ignore).lines).toEqual([0])
    expect(scanner.isAtEnd).toBe(false)
    expect(scanner.scanPiece(2, ignore).lines).toEqual([])
    expect(scanner.isAtEnd).toBe(true)
    scanner.close()
  })
})
