import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createJobLog, type JobLog } from '../../../../electron/core/jobs/job-log.ts'
import { createLogService, type LogService } from '../../../../electron/core/logs/log-service.ts'
import { serveScan } from '../../../../electron/core/logs/serve-scan.ts'
import type { ScanThread } from '../../../../electron/core/logs/scan-messages.ts'
import { JobId } from '../../../../shared/model/ids.ts'
import { everyLine, LogViewId, type FindState, type LogFilter, type LogState } from '../../../../shared/model/log.ts'

const jobId = JobId.parse('one')

/** Not a thread of its own, but over the same messages. */
function startThread(): ScanThread {
  const { port1, port2 } = new MessageChannel()
  serveScan({
    on: (_event, listener) => {
      port2.addEventListener('message', ({ data }) => listener(data as never))
      port2.start()
    },
    postMessage: (message) => port2.postMessage(message),
  })
  port2.start()
  return {
    on: (event: string, listener: (message: never) => void) => {
      if (event === 'message') port1.addEventListener('message', ({ data }) => listener(data as never))
      port1.start()
    },
    postMessage: (message) => port1.postMessage(message),
    terminate: () => port1.close(),
  }
}

describe('log service', () => {
  const controller = new AbortController()
  const { signal } = controller
  let path = ''
  let log: JobLog
  let service: LogService
  let open: { return(value?: unknown): unknown }[] = []

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'uai-log-service-')), 'one.log')
    log = createJobLog({ path, clock: { now: () => 0 }, redact: (text) => text, onFailure: fail })
    service = createLogService({ openJob: () => ({ path, live: log.closed ? null : log }), startThread })
    open = []
  })
  afterEach(async () => {
    await log.close()
    for (const one of open) void one.return()
  })

  const fail = (error: unknown): void => {
    throw error
  }
  const watch = async (
    filter: Partial<LogFilter>,
    isWanted: (state: LogState) => boolean = (state) => state.complete,
  ): Promise<{ state: LogState; reading: AsyncGenerator<LogState[], void> }> => {
    const reading = service.watch({ jobId, filter: { ...everyLine, ...filter } }, signal)
    open.push(reading)
    return { state: await until(reading, isWanted), reading }
  }
  const until = async <State>(
    reading: AsyncGenerator<State[], void>,
    isWanted: (state: State) => boolean,
  ): Promise<State> => {
    for (;;) {
      const { value } = await reading.next()
      const [state] = value ?? []
      if (state === undefined) throw new Error('ended')
      if (isWanted(state)) return state
    }
  }
  const textsOf = async (viewId: LogViewId, from = 0, count = 500): Promise<string[]> =>
    (await service.rows({ viewId, from, count, findId: null })).map(({ text }) => text)
  const find = async (viewId: LogViewId, text: string, isRegex = false): Promise<FindState> => {
    const reading = service.find({ viewId, query: { text, isRegex, matchCase: false } }, signal)
    open.push(reading)
    return until(reading, ({ complete }) => complete)
  }

  it('gives windows of a log, of which lines may be megabytes', async () => {
    for (let at = 0; at < 1000; at++)
      log.append(at % 2 === 0 ? 'out' : 'err', at === 500 ? 'x'.repeat(3_000_000) : `line ${at}`)
    await log.close()
    const { viewId, rowCount, ended } = (await watch({})).state
    expect({ rowCount, ended }).toEqual({ rowCount: 1000, ended: true })
    expect(await textsOf(viewId, 498, 2)).toEqual(['line 498', 'line 499'])
    const [long, next] = await service.rows({ viewId, from: 500, count: 2, findId: null })
    expect(long).toMatchObject({ index: 500, sizeBytes: 3_000_000, isCut: true, text: 'x'.repeat(2000) })
    expect(next).toMatchObject({ index: 501, source: 'err', text: 'line 501', isCut: false })
    expect(await textsOf(viewId, 998, 50)).toEqual(['line 998', 'line 999'])
    const lengths: number[] = []
    for await (const lines of service.whole({ viewId, from: 499, to: 502 }))
      lengths.push(...lines.map(({ text }) => text.length))
    expect(lengths).toEqual([8, 3_000_000, 8])
  })

  it('tells of what comes while a log is written, its open lines and its end', async () => {
    const { state, reading } = await watch({})
    expect(state).toMatchObject({ rowCount: 0, ended: false })
    log.append('out', 'one\ntwo')
    log.setLive('err', ' 50%')
    const more = await until(reading, ({ rowCount }) => rowCount === 2)
    expect(more.live).toEqual([{ source: 'err', text: ' 50%' }])
    expect(await textsOf(more.viewId)).toEqual(['one', 'two'])
    await log.close()
    expect(await until(reading, ({ ended }) => ended)).toMatchObject({ rowCount: 2, live: [] })
  })

  it('filters by source, level and text, also what comes later', async () => {
    log.append('out', 'epoch 1\nepoch 2')
    log.append('err', 'UserWarning: old\nValueError: bad')
    await log.settle()
    const { reading } = await watch({ sources: ['err'], level: 'error' }, ({ rowCount }) => rowCount === 1)
    log.append('err', 'epoch 3\nTypeError: worse')
    const { viewId, errorCount, errorRows } = await until(reading, ({ rowCount }) => rowCount === 2)
    expect(await textsOf(viewId)).toEqual(['ValueError: bad', 'TypeError: worse'])
    expect({ errorCount, errorRows }).toEqual({ errorCount: 2, errorRows: [0, 1] })
    expect(service.rowOf({ viewId, index: 4 })).toBe(1)

    const query = { text: '^epoch [13]', isRegex: true, matchCase: true }
    const epochs = await watch({ query }, ({ rowCount }) => rowCount === 2)
    expect(await textsOf(epochs.state.viewId)).toEqual(['epoch 1', 'epoch 3'])
  })

  it('finds texts and patterns in what is shown, and steps from one to the next', async () => {
    log.append(
      'out',
      Array.from({ length: 5000 }, (_, at) => (at % 1000 === 7 ? `\u001b[31mLoss\u001b[0m ${at}` : `x ${at}`)).join(
        '\n',
      ),
    )
    await log.close()
    const { viewId } = (await watch({})).state
    expect((await find(viewId, 'loss 1007')).rows).toEqual([1007])
    const { findId, matchCount, rows } = await find(viewId, '^loss \\d*7$', true)
    expect({ matchCount, rows }).toEqual({ matchCount: 5, rows: [7, 1007, 2007, 3007, 4007] })
    const step = async (row: number, direction: 'next' | 'previous'): Promise<unknown> =>
      service.step({ viewId, findId, row, step: direction })
    expect(await step(-1, 'next')).toEqual({ row: 7, ordinal: 1 })
    expect(await step(7, 'next')).toEqual({ row: 1007, ordinal: 2 })
    expect(await step(8, 'previous')).toEqual({ row: 7, ordinal: 1 })
    expect(await step(7, 'previous')).toBeNull()
    expect(await step(5000, 'previous')).toEqual({ row: 4007, ordinal: 5 })
    expect(await step(4007, 'next')).toBeNull()
    const [row] = await service.rows({ viewId, from: 1007, count: 1, findId })
    expect(row?.matches).toEqual([[0, 9]])
  })

  it('steps from error to error, in a log and in a filtered one', async () => {
    log.append(
      'err',
      Array.from({ length: 600 }, (_, at) => (at % 250 === 3 ? `ValueError: ${at}` : `x ${at}`)).join('\n'),
    )
    await log.close()
    for (const filter of [{}, { sources: ['err' as const] }]) {
      const { viewId, errorRows } = (await watch(filter)).state
      expect(errorRows).toEqual([3, 253, 503])
      const step = async (row: number, direction: 'next' | 'previous'): Promise<unknown> =>
        service.step({ viewId, findId: null, row, step: direction })
      expect(await step(-1, 'next')).toEqual({ row: 3, ordinal: 1 })
      expect(await step(3, 'next')).toEqual({ row: 253, ordinal: 2 })
      expect(await step(503, 'next')).toBeNull()
      expect(await step(503, 'previous')).toEqual({ row: 253, ordinal: 2 })
      expect(await step(3, 'previous')).toBeNull()
    }
  })

  it('refuses what is no pattern, and views that are closed', async () => {
    await log.close()
    const query = { text: '(', isRegex: true, matchCase: false }
    await expect(watch({ query })).rejects.toMatchObject({ code: 'log-pattern-invalid' })
    const { state, reading } = await watch({})
    await reading.return()
    await expect(textsOf(state.viewId)).rejects.toMatchObject({ code: 'not-found' })
  })
})
