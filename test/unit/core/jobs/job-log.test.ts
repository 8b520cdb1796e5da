import fc from 'fast-check'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createJobLog, reopenJobLog, type JobLog, type JobLogOptions } from '../../../../electron/core/jobs/job-log.ts'
import { logText } from '../../../../electron/core/jobs/log-text.ts'
import { readJobLog } from '../../../../electron/core/jobs/read-job-log.ts'
import { wholeLog } from '../../../../electron/core/jobs/whole-log.ts'
import type { LogLine, LogSource } from '../../../../shared/model/job.ts'

describe('job log', () => {
  const at = Date.UTC(2025, 0, 31, 12)
  let path = ''
  let failures: unknown[] = []

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'uai-job-log-')), 'jobs', 'one.log')
    failures = []
  })

  const optionsOf = (redact = (text: string) => text): JobLogOptions => ({
    path,
    clock: { now: () => at },
    redact,
    onFailure: (error) => failures.push(error),
  })
  const create = (redact?: (text: string) => string): JobLog => createJobLog(optionsOf(redact))

  const readAll = async (
    options: { fromIndex?: number; live?: JobLog; signal?: AbortSignal } = {},
  ): Promise<{ lines: LogLine[]; batches: number[] }> => {
    const { fromIndex = 0, live = null, signal = new AbortController().signal } = options
    const lines: LogLine[] = []
    const batches: number[] = []
    for await (const batch of readJobLog({ path, fromIndex, live, signal })) {
      lines.push(...batch)
      batches.push(batch.length)
    }
    return { lines, batches }
  }

  it('writes one line an entry, with time, source and the secrets replaced', async () => {
    const log = create((text) => text.replaceAll('hunter2', '[secret]'))
    log.append('app', 'password hunter2')
    log.append('out', 'two\nlines')
    log.append('err', '')
    await log.close()
    expect(await readFile(path, 'utf8')).toBe(
      [
        '2025-01-31T12:00:00.000Z a password [secret]',
        '2025-01-31T12:00:00.000Z o two',
        '2025-01-31T12:00:00.000Z o lines',
        '2025-01-31T12:00:00.000Z e ',
        '',
      ].join('\n'),
    )
  })

  it('tells an observer of each line with its index, secrets replaced', async () => {
    const seen: LogLine[] = []
    const redact = (text: string): string => text.replaceAll('hunter2', '[secret]')
    const log = createJobLog({ ...optionsOf(redact), observe: (lines) => seen.push(...lines) })
    log.append('out', 'one\nhunter2')
    log.append('err', 'three')
    await log.close()
    expect(seen).toEqual((await readAll()).lines)
    expect(seen.map(({ index, text }) => `${index} ${text}`)).toEqual(['0 one', '1 [secret]', '2 three'])
  })

  it('gives back what was written, from any index, in batches of at most 200', async () => {
    const source = fc.constantFrom<LogSource>('out', 'err', 'app')
    const entries = fc.array(fc.tuple(source, fc.string({ unit: 'grapheme' })), { maxLength: 500 })
    await fc.assert(
      fc.asyncProperty(entries, fc.nat({ max: 600 }), async (written, fromIndex) => {
        path = join(await mkdtemp(join(tmpdir(), 'uai-job-log-')), 'one.log')
        const log = create()
        for (const [from, text] of written) log.append(from, text)
        await log.close()
        const expected = written
          .flatMap(([from, text]) => text.split(/\r\n|\r|\n/).map((part) => ({ source: from, text: part })))
          .map((line, index) => ({ index, at, ...line }))
        const { lines, batches } = await readAll({ fromIndex })
        expect(lines).toEqual(expected.slice(fromIndex))
        expect(batches.every((size) => size > 0 && size <= 200)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('follows a log while it is written and ends when it is closed', async () => {
    const log = create()
    log.append('out', 'early')
    const reading = readAll({ live: log })
    await log.settle()
    for (let index = 0; index < 5; index++) {
      log.append('out', `line ${index}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await log.close()
    const { lines } = await reading
    expect(lines.map(({ text }) => text)).toEqual(['early', 'line 0', 'line 1', 'line 2', 'line 3', 'line 4'])
    expect(lines.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('shows a new line to a follower within a tenth of a second, before the log is closed', async () => {
    const log = create()
    const following = readJobLog({ path, fromIndex: 0, live: log, signal: new AbortController().signal })
    const next = following.next()
    const start = performance.now()
    log.append('out', 'now')
    expect((await next).value).toMatchObject([{ text: 'now' }])
    expect(performance.now() - start).toBeLessThan(1000)
    await log.close()
    expect((await following.next()).done).toBe(true)
  })

  it('stops a follower whose signal is aborted', async () => {
    const log = create()
    const controller = new AbortController()
    const reading = readAll({ live: log, signal: controller.signal })
    controller.abort()
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
    await log.close()
  })

  it('takes a missing file for an empty log', async () => {
    expect((await readAll()).lines).toEqual([])
  })

  it('leaves out what a crash has left half-written', async () => {
    const log = create()
    log.append('out', 'whole')
    await log.close()
    await writeFile(path, `${await readFile(path, 'utf8')}2025-01-31T12:0`)
    expect((await readAll()).lines.map(({ text }) => text)).toEqual(['whole'])
  })

  it('goes on where a killed app left a log, with the half line dropped', async () => {
    const log = create()
    log.append('out', 'one')
    log.append('err', 'two')
    await log.close()
    await writeFile(path, `${await readFile(path, 'utf8')}2025-01-31T12:00:00.000Z o hal`)
    const seen: number[] = []
    const again = await reopenJobLog({
      ...optionsOf(),
      observe: (lines) => seen.push(...lines.map(({ index }) => index)),
    })
    expect(again.counts).toEqual({ lines: 2, out: 1, err: 1, errors: 0 })
    again.append('out', 'three')
    await again.close()
    expect(seen).toEqual([2])
    expect((await readAll()).lines.map(({ index, text }) => `${index} ${text}`)).toEqual(['0 one', '1 two', '2 three'])
  })

  it('begins a log that is not there when it is opened again', async () => {
    const log = await reopenJobLog(optionsOf())
    log.append('out', 'first')
    await log.close()
    expect((await readAll()).lines.map(({ text }) => text)).toEqual(['first'])
  })

  it('tells what the open lines show until it is closed', async () => {
    const log = create()
    const { version } = log.changes
    log.setLive('err', ' 1%')
    expect(log.changes.version).toBe(version + 1)
    log.setLive('err', ' 1%')
    expect(log.changes.version).toBe(version + 1)
    expect([...log.live]).toEqual([['err', ' 1%']])
    log.setLive('err', '')
    expect([...log.live]).toEqual([])
    log.setLive('out', 'x')
    await log.close()
    expect([...log.live]).toEqual([])
  })

  it('tells of a file that cannot be written, once, and goes on', async () => {
    path = '/dev/null/one.log'
    const log = create()
    log.append('out', 'lost')
    await log.close()
    expect(failures).toHaveLength(1)
  })

  it('keeps 50 000 lines and reads them all', async () => {
    const log = create()
    for (let index = 0; index < 50_000; index++) {
      log.append('out', `line ${index}`)
      await log.settle()
    }
    await log.close()
    const { lines } = await readAll()
    expect(lines).toHaveLength(50_000)
    expect(lines.at(-1)).toMatchObject({ index: 49_999, text: 'line 49999' })
  })

  it('is saved whole as its lines would be, damaged ones and half ones too', async () => {
    const head = `${new Date(at).toISOString()} `
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll('\n', '')),
      fc.tuple(fc.constantFrom('o', 'e', 'a'), fc.string({ maxLength: 30 })).map(([mark, text]) => {
        return `${head}${mark} ${text.replaceAll('\n', '')}`
      }),
      fc.integer({ min: 1, max: 600_000 }).map((length) => `${head}o ${'损'.repeat(length)}`),
    )
    await mkdir(dirname(path), { recursive: true })
    const { signal } = new AbortController()
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.boolean(), async (lines, hasEnd) => {
        await writeFile(path, lines.join('\n') + (hasEnd ? '\n' : ''))
        const pieces: Uint8Array[] = []
        for await (const piece of wholeLog(path, signal)) pieces.push(Buffer.from(piece))
        const texts: string[] = []
        for await (const text of logText(readJobLog({ path, fromIndex: 0, live: null, signal }))) texts.push(text)
        expect(Buffer.concat(pieces).toString()).toBe(texts.join(''))
      }),
      { numRuns: 40 },
    )
  })
})
