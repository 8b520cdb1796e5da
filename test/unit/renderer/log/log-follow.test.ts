import { describe, expect, it, vi } from 'vitest'
import { LogFollow } from '../../../../renderer/stores/log-follow.ts'
import { contract } from '../../../../shared/contract.ts'
import { connectContract } from '../../../../shared/ipc/client.ts'
import { JobId } from '../../../../shared/model/ids.ts'
import { everyLine } from '../../../../shared/model/log.ts'
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

  it('keeps the rows looked at last only', async () => {
    const follow = followLog()
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().state).not.toBeNull())
    follow.ensure(0, 100)
    await vi.waitFor(() => expect(follow.row(0)).toBeDefined())
    for (let round = 0; round < 2; round++) {
      follow.ensure(100, 5000)
      await vi.waitFor(() => expect(follow.row(2500)).toBeDefined())
    }
    expect(follow.row(0)).toBeDefined()
    stop()
  })

  it('searches, steps around, and shows the matches of the rows', async () => {
    const follow = followLog()
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().state).not.toBeNull())
    follow.setQuery({ text: 'LINE 49', isRegex: false, matchCase: false })
    await vi.waitFor(() => expect(follow.snapshot().find?.matchCount).toBe(110))
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
