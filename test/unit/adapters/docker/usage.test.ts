import { describe, expect, it } from 'vitest'
import { readUsage } from '../../../../electron/adapters/docker/usage.ts'
import { usageRecords } from '../../../../electron/core/runs/metrics/sample-machine.ts'

/** As Engine 20.10 answers with cgroups 2, cut to what is read. */
const measured = {
  read: '2025-01-31T12:00:01.000Z',
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 8, minor: 0, op: 'read', value: 4096 },
      { major: 8, minor: 0, op: 'write', value: 1_000_000 },
      { major: 8, minor: 16, op: 'write', value: 500_000 },
    ],
  },
  cpu_stats: { cpu_usage: { total_usage: 3_000_000_000 }, online_cpus: 2 },
  memory_stats: { usage: 900_000, stats: { inactive_file: 100_000 } },
}

describe('what a container uses', () => {
  it('is read from the engine’s measurement', () => {
    expect(readUsage(measured)).toEqual({
      at: Date.parse('2025-01-31T12:00:01.000Z'),
      cpuMs: 3000,
      memoryBytes: 800_000,
      readBytes: 4096,
      writtenBytes: 1_500_000,
    })
    const older = { ...measured, memory_stats: { usage: 900_000, stats: { total_inactive_file: 200_000 } } }
    expect(readUsage({ ...older, blkio_stats: { io_service_bytes_recursive: null } })).toMatchObject({
      memoryBytes: 700_000,
      readBytes: 0,
    })
  })

  it('is nothing any more when the container has ended', () => {
    expect(readUsage({ read: '0001-01-01T00:00:00Z', memory_stats: {} })).toBeNull()
    expect(readUsage({ read: '2025-01-31T12:00:01Z', memory_stats: {} })).toBeNull()
    expect(readUsage(null)).toBeNull()
  })

  it('becomes curves of what was used in a second', () => {
    const usage = { at: 2000, cpuMs: 3000, memoryBytes: 10, readBytes: 600, writtenBytes: 50 }
    const before = { at: 1500, cpuMs: 2500, memoryBytes: 5, readBytes: 100, writtenBytes: 50 }
    const valuesOf = (records: ReturnType<typeof usageRecords>): unknown =>
      records.map((record) => (record.type === 'point' ? [record.series, record.value] : []))
    expect(valuesOf(usageRecords(before, null, 7))).toEqual([['container.memory', 5]])
    expect(valuesOf(usageRecords(usage, before, 7))).toEqual([
      ['container.memory', 10],
      ['container.cpu', 1],
      ['container.read', 1000],
      ['container.write', 0],
    ])
  })
})
