import { appendFile, mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { maskedCrc32c } from '../../../../../../electron/core/runs/metrics/event-files/crc32c.ts'
import { EventFolder } from '../../../../../../electron/core/runs/metrics/event-files/event-folder.ts'
import { eventRecord, framed } from '../../../../../support/event-record.ts'
import { makeTemporaryFolder } from '../../../../../support/temporary-folder.ts'

const name = 'events.out.tfevents.1700000000.host.12.0'

describe('the event files of a run', () => {
  it('are read as they grow, a half-written record later', async () => {
    const folder = await makeTemporaryFolder()
    const path = join(folder, 'runs', 'a', name)
    await mkdir(join(folder, 'runs', 'a'), { recursive: true })
    const second = eventRecord({ tag: 'acc', value: 0.5, step: 300, at: 3000, asTensor: true })
    await writeFile(
      path,
      Buffer.concat([eventRecord({ tag: 'acc', value: 0.25, step: 2, at: 2000 }), second.subarray(0, 20)]),
    )
    const events = new EventFolder(folder, 0)
    const common = { series: 'events:acc', isShare: false, epoch: null }
    expect(events.readNew()).toEqual([{ ...common, value: 0.25, step: 2, at: 2000 }])
    expect(events.readNew()).toEqual([])
    await appendFile(path, second.subarray(20))
    expect(events.readNew()).toEqual([{ ...common, value: 0.5, step: 300, at: 3000 }])
  })

  it('of several folders are told apart, and those from before the run are left out', async () => {
    const folder = await makeTemporaryFolder()
    const now = Date.now()
    for (const part of ['a', 'b', 'old']) {
      await mkdir(join(folder, part))
      const at = part === 'old' ? now - 1e7 : now
      await writeFile(join(folder, part, name), eventRecord({ tag: 'loss', value: 1, step: 1, at }))
    }
    await utimes(join(folder, 'old', name), new Date(now - 1e7), new Date(now - 1e7))
    const series = new EventFolder(folder, now - 1000).readNew().map((point) => point.series)
    expect(series).toHaveLength(2)
    expect(series).toContain('events:loss')
    expect(series.some((one) => /^events:[ab]\/loss$/.test(one))).toBe(true)
  })

  it('with other things in them, and damaged ones, tell what can be read', async () => {
    const folder = await makeTemporaryFolder()
    const good = eventRecord({ tag: 'loss', value: 1, step: 1, at: 1000 })
    const large = framed(Buffer.alloc(300 * 1024, 1))
    const broken = Buffer.from(good)
    broken[20] = (broken[20] ?? 0) ^ 0xff
    await writeFile(
      join(folder, name),
      Buffer.concat([framed(Buffer.from('junk')), large, broken, good, Buffer.alloc(40, 7), good]),
    )
    await writeFile(join(folder, 'model.pt'), good)
    const events = new EventFolder(folder, 0)
    expect(events.readNew()).toMatchObject([{ value: 1, step: 1 }])
    expect(events.readNew()).toEqual([])
  })

  it('have Castagnoli’s checksum, masked', () => {
    // The checksum of these nine digits is known: e3069283.
    const known = 0xe3069283
    const masked = (((known >>> 15) | (known << 17)) + 0xa282ead8) >>> 0
    expect(maskedCrc32c(Buffer.from('123456789'))).toBe(masked)
  })
})
