import { beforeEach, expect, it, vi } from 'vitest'
import { ScanFollow } from '../../../renderer/stores/scan-follow.ts'
import { contract } from '../../../shared/contract.ts'
import { connectContract } from '../../../shared/ipc/client.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import type { ScanUpdate, ScanWarning } from '../../../shared/model/scan.ts'
import { createFakeMain, type FakeMain } from '../../support/fake-main.ts'
import { memoryPorts } from '../../support/memory-port.ts'
import { sampleScan } from '../../support/renderer-page/sample-scan.ts'

const target = { codePath: '/code', ignore: noIgnoreSettings }

let main: FakeMain
let follow: ScanFollow

beforeEach(() => {
  main = createFakeMain()
  main.scanUpdates = sampleScan
  const ports = memoryPorts()
  main.serve(ports.main)
  follow = new ScanFollow(connectContract(contract, ports.page), (callback) => setImmediate(callback))
  follow.look(target)
})

async function scanned(): Promise<void> {
  await vi.waitFor(() =>
    expect(follow.snapshot()).toMatchObject({ looking: false, scanId: expect.any(String) as string }),
  )
}

it('looks only while somebody does, and tells what was found', async () => {
  expect(main.calls).toEqual([])
  const leave = follow.subscribe(() => undefined)
  await scanned()
  expect(follow.snapshot().summary?.fileCount).toBe(20)
  expect(follow.snapshot().warnings).toHaveLength(5)
  leave()
  expect(follow.snapshot()).toMatchObject({ scanId: null, summary: { fileCount: 20 } })
})

it('is one look for all that watch', async () => {
  follow.subscribe(() => undefined)
  follow.subscribe(() => undefined)
  follow.look({ ...target })
  await scanned()
  expect(main.calls).toEqual(['folders.scan'])
})

it('keeps what is known while it looks with other rules', async () => {
  follow.subscribe(() => undefined)
  await scanned()
  const before = follow.snapshot().scanId
  main.scanUpdates = []
  follow.look({ ...target, ignore: { rules: ['*.pt'], disabledDefaults: [] } })
  await vi.waitFor(() => expect(main.calls).toHaveLength(2))
  expect(follow.snapshot().summary?.fileCount).toBe(20)
  expect(follow.snapshot().scanId).toBe(before)
})

it('forgets what is known of another folder', async () => {
  follow.subscribe(() => undefined)
  await scanned()
  follow.look({ ...target, codePath: '/other' })
  expect(follow.snapshot().summary).toBeNull()
  await scanned()
  expect(follow.snapshot().summary?.fileCount).toBe(20)
})

it('tells why a folder cannot be looked at', async () => {
  const details = { path: '/code', words: 'EACCES' }
  main.refusals.set('folders.scan', { code: 'read-failed', details })
  follow.subscribe(() => undefined)
  await vi.waitFor(() => expect(follow.snapshot().problem).toEqual({ code: 'read-failed', details }))
  expect(follow.snapshot().looking).toBe(false)
})

it('looks again at a folder that could not be looked at, with the reason in sight until it can', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const refusal = { code: 'read-failed', details: { path: '/code', words: 'ENOENT' } } as const
    const refuse = (): void => void main.refusals.set('folders.scan', refusal)
    refuse()
    const leave = follow.subscribe(() => undefined)
    await vi.advanceTimersByTimeAsync(0)
    await vi.waitFor(() => expect(follow.snapshot().problem).toEqual(refusal))
    refuse()
    const shown: unknown[] = []
    follow.subscribe(() => shown.push(follow.snapshot().problem))
    await vi.advanceTimersByTimeAsync(2500)
    await vi.waitFor(() => expect(main.calls).toHaveLength(2))
    await vi.advanceTimersByTimeAsync(2500)
    await scanned()
    expect(follow.snapshot()).toMatchObject({ problem: null, summary: { fileCount: 20 } })
    expect(shown.slice(0, -1)).not.toContain(null)
    leave()
  } finally {
    vi.useRealTimers()
  }
})

it('adds what reading the files told to what looking at them told, and counts the looks', async () => {
  const [scanned] = sampleScan
  if (scanned?.type !== 'scanned') throw new Error('no sample')
  const secret: ScanWarning = { code: 'secret', path: 'a.py', line: 1, rule: 'aws' }
  const measured: ScanUpdate = { type: 'measured', summary: { ...scanned.summary, layerBytes: 77 } }
  const read: ScanUpdate = { type: 'read', warnings: [secret], isPartial: true }
  main.scanUpdates = [scanned, read, scanned]
  follow.subscribe(() => undefined)
  await vi.waitFor(() => expect(follow.snapshot().lookCount).toBe(2))
  expect(follow.snapshot().warnings).toHaveLength(5)
  main.scanUpdates = [scanned, measured, read]
  follow.look({ ...target, ignore: { rules: ['*.pt'], disabledDefaults: [] } })
  await vi.waitFor(() => expect(follow.snapshot().lookCount).toBe(3))
  expect(follow.snapshot()).toMatchObject({ summary: { layerBytes: 77 }, isPartial: true })
  expect(follow.snapshot().warnings).toEqual([...scanned.warnings, secret])
})
