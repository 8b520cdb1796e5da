import { describe, expect, it, vi } from 'vitest'
import { LogFollow } from '../../../../renderer/stores/log-follow.ts'
import { LogRows, rowsPerBlock } from '../../../../renderer/stores/log-rows.ts'
import { contract } from '../../../../shared/contract.ts'
import { connectContract } from '../../../../shared/ipc/client.ts'
import { JobId } from '../../../../shared/model/ids.ts'
import { everyLine, type LogRow } from '../../../../shared/model/log.ts'
import { createFakeMain } from '../../../support/fake-main.ts'
import { memoryPorts } from '../../../support/memory-port.ts'

const jobId = JobId.parse('one')

function followLog(): LogFollow {
  const main = createFakeMain()
  const lines = Array.from({ length: 5000 }, (_, index) => ({
    index,
    at: 0,
    source: index % 2 === 0 ? ('out' as const) : ('err' as const),
    text: index % 1000 === 999 ? `ValueError: ${index}` : `\u001b[1mline\u001b[0m ${index}`,
  }))
  main.logs.set(jobId, lines)
  const ports = memoryPorts()
  main.serve(ports.main)
  return new LogFollow(connectContract(contract, ports.page), jobId, (callback) => void setImmediate(callback))
}

describe('LogFollow', () => {
  it('has the rows of the end when it tells of the log, and others when they are asked for', async () => {
    const follow = followLog()
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().state).not.toBeNull())
    expect(follow.snapshot().state).toMatchObject({ rowCount: 5000, lineCount: 5000, ended: true, errorCount: 5 })
    expect(follow.row(4998)?.index).toBe(4998)
    expect(follow.row(1234)).toBeUndefined()
    follow.ensure(1200, 1300)
    await vi.waitFor(() => expect(follow.row(1234)?.index).toBe(1234))
    stop()
  })

  it('searches, steps around, and shows the matches of the rows', async () => {
    const follow = followLog()
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().state).not.toBeNull())
    follow.setQuery({ text: 'LINE 49', isRegex: false, matchCase: false })
    await follow.found()
    expect(follow.snapshot().find?.matchCount).toBe(110)
    expect(await follow.step('match', 4998, 'next')).toEqual({ row: 49, ordinal: 1 })
    expect(await follow.step('match', 49, 'previous')).toEqual({ row: 4998, ordinal: 110 })
    expect(await follow.step('error', -1, 'next')).toEqual({ row: 999, ordinal: 1 })
    follow.ensure(0, 100)
    await vi.waitFor(() => expect(follow.row(49)?.matches).toEqual([[0, 7]]))
    follow.setQuery(null)
    expect(follow.snapshot().find).toBeNull()
    expect(await follow.step('match', 0, 'next')).toBeNull()
    stop()
  })

  it('shows what a filter lets through, and tells of one that is none', async () => {
    const follow = followLog()
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().state).not.toBeNull())
    follow.setFilter({ ...everyLine, sources: ['err'], level: 'error' })
    await vi.waitFor(() => expect(follow.snapshot().state).toMatchObject({ rowCount: 5, lineCount: 5000 }))
    expect(follow.row(4)?.text).toBe('ValueError: 4999')
    stop()
  })
})

describe('LogRows', () => {
  const block = (number: number): LogRow[] =>
    Array.from({ length: rowsPerBlock }, (_, at) => {
      const text = `line ${number * rowsPerBlock + at}`
      return { index: number * rowsPerBlock + at, at: 0, source: 'out', text, sizeBytes: 1, isCut: false, matches: [] }
    })

  it('keeps the rows that were looked at last', () => {
    const rows = new LogRows()
    for (let number = 0; number < 61; number++) rows.keep(number, block(number), null)
    expect([rows.at(0), rows.at(100)?.text, rows.at(6099)?.text]).toEqual([undefined, 'line 100', 'line 6099'])
  })

  it('wants a block again that has grown, or is to show another search', () => {
    const rows = new LogRows()
    rows.keep(0, block(0).slice(0, 50), null)
    expect(rows.isCurrent(0, 50, null)).toBe(true)
    expect(rows.isCurrent(0, 51, null)).toBe(false)
    expect(rows.isCurrent(0, 50, 'find')).toBe(false)
  })
})
