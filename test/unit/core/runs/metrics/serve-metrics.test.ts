import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createJobLog, type JobLog } from '../../../../../electron/core/jobs/job-log.ts'
import { createNumberReading, type NumberReading } from '../../../../../electron/core/runs/metrics/read-numbers.ts'
import { serveMetrics } from '../../../../../electron/core/runs/metrics/serve-metrics.ts'
import type { MetricRecord } from '../../../../../shared/model/metric.ts'
import { eventRecord } from '../../../../support/event-record.ts'
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts'

const fail = (error: unknown): void => {
  throw error
}

interface Run {
  readonly log: JobLog
  readonly reading: NumberReading
  readonly records: MetricRecord[]
  readonly outputFolder: string
}

/** A run whose log is written and whose numbers are read, by the same code as in the thread. */
async function startRun(fromLine = 0): Promise<Run> {
  const folder = await makeTemporaryFolder()
  const path = join(folder, 'run.log')
  const records: MetricRecord[] = []
  const { port1, port2 } = new MessageChannel()
  serveMetrics(port1)
  const reading = createNumberReading({
    startThread: () => ({
      on: (event: 'message' | 'error', listener: (value: never) => void) => port2.on(event, listener as () => void),
      postMessage: (message) => port2.postMessage(message),
      terminate: () => port2.close(),
    }),
    ...{ logPath: path, outputFolder: folder, sinceMs: 0, fromLine, onFailure: fail },
    tell: (some) => void records.push(...some),
  })
  const log = createJobLog({
    ...{ path, clock: { now: () => 1000 }, redact: (text) => text, onFailure: fail },
    observe: (lines) => reading.extend((lines.at(-1)?.index ?? -1) + 1),
  })
  return { log, reading, records, outputFolder: folder }
}

describe('the numbers of a run', () => {
  it('are exact over 20 000 lines that come at once, with every epoch', async () => {
    const { log, reading, records } = await startRun()
    for (let epoch = 1; epoch <= 200; epoch++) {
      const lines = Array.from(
        { length: 100 },
        (_, step) => `epoch ${epoch}/200 step ${step} loss ${epoch + step / 1000}`,
      )
      log.append('out', lines.join('\n'))
      await log.settle()
    }
    await reading.end()
    await log.close()
    expect(records.filter(({ type }) => type === 'landmark')).toHaveLength(200)
    const summaries = records.flatMap((record) => (record.type === 'summary' ? [record.summary] : []))
    expect(summaries.at(-1)).toEqual({
      ...{ series: 'loss', unit: 'number', count: 20_000, notFinite: 0, notFiniteLine: null },
      first: { value: 1, lineIndex: 0 },
      last: { value: 200.099, lineIndex: 19_999 },
      min: { value: 1, lineIndex: 0 },
      max: { value: 200.099, lineIndex: 19_999 },
    })
    const points = records.filter((record) => record.type === 'point')
    expect(points.length).toBeLessThan(18_000)
    expect(points[0]).toMatchObject({ value: 1, lineIndex: 0, step: 0, epoch: 1 })
    expect(points.at(-1)).toMatchObject({ value: 200.099, lineIndex: 19_999, epoch: 200 })
  }, 120_000)

  it('keep three values of one millisecond, NaN and settings, and leave out the app’s own lines', async () => {
    const { log, reading, records } = await startRun()
    log.append('app', 'loss: 9')
    log.append('out', 'batch_size: 8\nloss: 0.5\nloss: 0.4\nloss: nan\nloss: 0.3')
    await reading.end()
    await log.close()
    const common = { series: 'loss', unit: 'number', at: 1000 } as const
    expect(records.filter(({ type }) => type !== 'summary')).toEqual([
      { type: 'setting', name: 'batch_size', value: 8 },
      { type: 'point', ...common, value: 0.5, lineIndex: 2 },
      { type: 'point', ...common, value: 0.4, lineIndex: 3 },
      { type: 'not-finite', ...common, kind: 'nan', lineIndex: 4 },
      { type: 'point', ...common, value: 0.3, lineIndex: 5 },
    ])
  })

  it('of a run that is taken up again are summed from its beginning and told from where they are not kept', async () => {
    const { log, reading, records } = await startRun(2)
    log.append('out', 'loss: 3\nloss: 2\nloss: 1')
    await reading.end()
    await log.close()
    expect(records.filter(({ type }) => type === 'point')).toMatchObject([{ value: 1, lineIndex: 2 }])
    expect(records.at(-1)).toMatchObject({ summary: { count: 3, first: { value: 3 }, last: { value: 1 } } })
  })

  it('come from the event files of its output folder, too', async () => {
    const { log, reading, records, outputFolder } = await startRun()
    const path = join(outputFolder, 'events.out.tfevents.1.host.1.0')
    await appendFile(path, eventRecord({ tag: 'Loss/train', value: 0.5, step: 10, at: 2000 }))
    await reading.end()
    await log.close()
    expect(records.filter(({ type }) => type === 'point')).toEqual([
      { type: 'point', series: 'events:Loss/train', unit: 'number', at: 2000, value: 0.5, step: 10, lineIndex: null },
    ])
  })
})
