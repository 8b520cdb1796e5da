import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createJobLog, type JobLog } from '../../electron/core/jobs/job-log.ts'
import { readJobLog } from '../../electron/core/jobs/read-job-log.ts'
import { openEndedLog } from '../../electron/core/logs/index-file.ts'
import { readRows } from '../../electron/core/logs/read-lines.ts'
import type { JobActivity } from '../../electron/core/jobs/activity.ts'
import { createOutputReader, openOutput } from '../../electron/core/runs/output-reader.ts'
import { floodScript } from '../support/flood-script.ts'
import { importRunnerImage } from '../support/runner-image.ts'

/** Set to `1`, a log of a gigabyte is made too, which takes minutes. */
const isLong = process.env['UAI_LONG_TESTS'] === '1'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID().slice(0, 8)
const image = `uai-test/log:${run}`
const label = { name: 'uai.test.log', value: run }
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-log-'))
  await importRunnerImage({ engine, tag: image, mainFile: '', signal })
})

afterAll(async () => {
  for (const id of await engine.findContainers(label, signal)) await engine.removeContainer(id)
  await engine.removeImage(image, signal)
  await rm(folder, { recursive: true })
})

/** Runs a script in a container and keeps its output as a test run does. */
async function keep(script: string, path: string): Promise<JobLog> {
  const fail = (error: unknown): void => {
    throw error
  }
  const log = createJobLog({ path, clock: Date, redact: (text) => text, onFailure: fail })
  const spec = { image, command: ['/bin/bash', '-c', script], mounts: [], environment: {}, runtime: null } as const
  const labels = { [label.name]: label.value }
  const id = await engine.createContainer({ ...spec, labels, network: 'none' }, signal)
  const output = openOutput(engine.followOutput(id, signal))
  await engine.startContainer(id, signal)
  const reader = createOutputReader()
  const hear = (activity: JobActivity): void => {
    if (activity.type === 'log') log.append(activity.source, activity.text)
    if (activity.type === 'live') log.setLive(activity.source, activity.text)
  }
  for await (const activity of reader.read(output)) {
    hear(activity)
    await log.settle()
  }
  for (const activity of reader.end()) hear(activity)
  await log.close()
  return log
}

async function numbersIn(path: string, source: 'out' | 'err'): Promise<{ count: number; firstWrong: string | null }> {
  let count = 0
  let firstWrong: string | null = null
  for await (const lines of readJobLog({ path, fromIndex: 0, live: null, signal })) {
    for (const line of lines) {
      if (line.source !== source) continue
      count++
      if (!line.text.endsWith(` ${count}`)) firstWrong ??= line.text
    }
  }
  return { count, firstWrong }
}

describe('the log of a container', () => {
  it('has every line of two outputs that are written as fast as they can be', async () => {
    const path = join(folder, 'fast.log')
    const script = "seq -f 'out %.0f' 200000 & seq -f 'err %.0f' 200000 >&2; wait"
    const log = await keep(script, path)
    expect(log.counts).toMatchObject({ lines: 400_000, out: 200_000, err: 200_000 })
    for (const source of ['out', 'err'] as const) {
      expect(await numbersIn(path, source)).toEqual({ count: 200_000, firstWrong: null })
    }
  })

  it('has every line of 50 000 a second for ten seconds', { timeout: 240_000 }, async () => {
    const path = join(folder, 'steady.log')
    const began = performance.now()
    const log = await keep(floodScript({ seconds: 10, linesASecond: 50_000 }), path)
    const seconds = (performance.now() - began) / 1000
    process.stdout.write(`500 000 lines through a container in ${seconds.toFixed(1)} s, making them included\n`)
    expect(log.counts).toMatchObject({ lines: 500_000, out: 500_000 })
    expect(await numbersIn(path, 'out')).toEqual({ count: 500_000, firstWrong: null })
  })

  it('keeps the last state of a progress bar, and a line of megabytes whole', async () => {
    const path = join(folder, 'odd.log')
    const log = await keep(
      "for n in $(seq 50); do printf '\\r%d%%' $n >&2; done; seq -s ' ' 500000; echo end >&2",
      path,
    )
    const opened = await openEndedLog(path)
    if (opened === null) throw new Error('no log')
    const rows = await readRows(opened, [0, 1])
    await opened.file.close()
    expect(log.counts).toMatchObject({ lines: 2, out: 1, err: 1 })
    expect(rows.find(({ source }) => source === 'err')?.text).toBe('50%end')
    const long = rows.find(({ source }) => source === 'out')
    expect(long).toMatchObject({ isCut: true, sizeBytes: 3_388_894 })
  })

  if (!isLong) return
  it('may be a gigabyte', { timeout: 900_000 }, async () => {
    const path = join(folder, 'large.log')
    const filler = 'x'.repeat(90)
    await keep(`seq -f '${filler} %.0f' 9000000`, path)
    expect((await stat(path)).size).toBeGreaterThan(1e9)
    expect(await numbersIn(path, 'out')).toEqual({ count: 9_000_000, firstWrong: null })
    const began = performance.now()
    const opened = await openEndedLog(path)
    if (opened === null) throw new Error('no log')
    const rows = await readRows(opened, [0, 4_499_999, 8_999_999])
    await opened.file.close()
    expect(performance.now() - began).toBeLessThan(1000)
    expect(rows.map(({ text }) => text.slice(91))).toEqual(['1', '4500000', '9000000'])
  })
})
