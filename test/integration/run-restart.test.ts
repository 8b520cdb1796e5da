import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createMachine } from '../../electron/adapters/machine/create-machine.ts'
import type { JobActivity } from '../../electron/core/jobs/activity.ts'
import { JobInterrupted } from '../../electron/core/jobs/job-interrupted.ts'
import type { Engine } from '../../electron/core/ports/engine.ts'
import { jobLabel, type TestPlan } from '../../electron/core/runs/plan-test.ts'
import { resumeTest, runTest } from '../../electron/core/runs/run-test.ts'
import type { RunTestOptions } from '../../electron/core/runs/run-test-options.ts'
import { isCancelled } from '../../shared/errors.ts'
import type { TestResult } from '../../shared/model/test-run.ts'
import { makeOwnEngine, type OwnEngine, type OwnEngineOptions } from '../support/own-engine.ts'
import { importRunnerImage } from '../support/runner-image.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../support/samples.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { writeFiles } from '../support/write-files.ts'

const { signal: never } = new AbortController()
/** Numbered lines on both outputs, and at the end a line without its end. */
const mainFile = `
i=0
while [ "$i" -lt 1200 ]; do
  i=$((i + 1)); echo "out $i"; echo "err $i" >&2
  [ $((i % 100)) = 0 ] && sleep 0.4
  [ "$i" = 600 ] && [ -e /data/data/endless ] && sleep 1000
done
echo model > /data/output/model.bin
printf "the end"
`
const outLines = [...numbered('out'), 'the end']

function numbered(word: string): string[] {
  return Array.from({ length: 1200 }, (_, index) => `${word} ${index + 1}`)
}

/** What a log keeps of a run. */
class KeptLog {
  readonly out: string[] = []
  readonly err: string[] = []
  readonly app: string[] = []
  readonly explained: string[] = []

  hear(activity: JobActivity): void {
    if (activity.type === 'log') this[activity.source].push(...activity.text.split('\n'))
    if (activity.type === 'explained') this.explained.push(activity.explanation.id)
  }
}

describe('a run whose engine or app is restarted', () => {
  let ownEngine: OwnEngine
  let engine: Engine
  let plan: TestPlan
  const startEngine = (options: Partial<OwnEngineOptions> = {}): Promise<void> =>
    ownEngine.start({ storageDriver: 'overlay2', ...options })

  const prepare = async (settings: object): Promise<void> => {
    await startEngine({ settings })
    engine = createDockerEngine({ host: ownEngine.address })
    const imageId = await importRunnerImage({ engine, tag: 'restarted:test', mainFile, signal: never })
    const folder = await makeTemporaryFolder()
    await mkdir(join(folder, 'data'))
    const project = sampleProjectSettings({
      mainFile: 'main.py',
      ...{ testDataPath: join(folder, 'data'), testOutputPath: join(folder, 'output') },
    })
    plan = sampleTestPlan({ request: samplePackRequest({ project }), imageId })
  }
  const options = (changes: Partial<RunTestOptions> = {}): RunTestOptions => ({
    engine,
    files: createNodeFiles(),
    machine: createMachine(),
    clock: { now: () => Date.now() },
    gpus: { ask: () => Promise.resolve(null) },
    owner: null,
    environment: {},
    ...{ signal: never, stop: never, leave: never },
    ...changes,
  })
  /** Does something once, in the midst of the run. */
  const keep = async (
    run: AsyncGenerator<JobActivity, TestResult>,
    log: KeptLog,
    inTheMidst: () => Promise<void> | void,
  ): Promise<TestResult> => {
    let doing: Promise<void> | null = null
    for (;;) {
      const step = await run.next()
      if (step.done === true) {
        await doing
        return step.value
      }
      log.hear(step.value)
      if (log.out.length >= 250) doing ??= Promise.resolve(inTheMidst())
    }
  }

  beforeEach(async () => {
    ownEngine = await makeOwnEngine(128 * 1024 * 1024)
  })
  afterEach(() => ownEngine.remove())

  it('goes on through a restart of an engine with live-restore, and loses no line', async () => {
    const settings = { 'live-restore': true }
    await prepare(settings)
    const log = new KeptLog()
    const result = await keep(runTest(plan, options()), log, async () => {
      await ownEngine.endAlone()
      await startEngine({ settings, again: true })
    })
    expect(result).toMatchObject({ exitCode: 0, outputs: [{ path: 'model.bin' }] })
    expect(log.out).toEqual(outLines)
    expect(log.err).toEqual(numbered('err'))
    expect(log.app).toContain('the engine answers again')
    expect(await engine.findContainers({ name: jobLabel, value: plan.jobId }, never)).toEqual([])
  })

  it('ends with an engine without it, which is explained, and keeps what was written until then', async () => {
    await prepare({})
    await writeFiles(plan.project.testDataPath, { endless: '' })
    const log = new KeptLog()
    const result = await keep(runTest(plan, options()), log, async () => {
      await ownEngine.endAlone()
      await startEngine({ again: true })
    })
    expect(result.exitCode).toBeGreaterThan(128)
    expect(log.explained).toEqual(['engine-restarted'])
    expect(log.out.length).toBeGreaterThanOrEqual(250)
    expect(log.out).toEqual(outLines.slice(0, log.out.length))
    expect(log.err).toEqual(numbered('err').slice(0, log.err.length))
    expect(await engine.findContainers({ name: jobLabel, value: plan.jobId }, never)).toEqual([])
  })

  it('is removed once the engine is back, when it is cancelled while that is away', async () => {
    const settings = { 'live-restore': true }
    await prepare(settings)
    const cancel = new AbortController()
    const late: (() => Promise<void>)[] = []
    const onEngineAway = (tidyUp: () => Promise<void>): void => void late.push(tidyUp)
    const log = new KeptLog()
    const run = runTest(plan, options({ signal: cancel.signal, onEngineAway }))
    await expect(
      keep(run, log, async () => {
        await ownEngine.endAlone()
        cancel.abort()
      }),
    ).rejects.toSatisfy(isCancelled)
    await startEngine({ settings, again: true })
    expect(await engine.valuesOfLabel(jobLabel, never)).toEqual([plan.jobId])
    expect(late).toHaveLength(1)
    await late[0]?.()
    expect(await engine.valuesOfLabel(jobLabel, never)).toEqual([])
  })

  it('goes on without the app, and is taken up with what the log lacks', async () => {
    await prepare({})
    const leave = new AbortController()
    const log = new KeptLog()
    const startedAt = Date.now()
    const left = keep(runTest(plan, options({ leave: leave.signal })), log, () => leave.abort())
    await expect(left).rejects.toSatisfy(isCancelled)
    expect(log.out.length).toBeLessThan(1200)
    // An app that was killed has not written all that it had read.
    log.out.length -= 40
    log.err.length -= 7
    const known = { out: log.out.length, err: log.err.length }
    const result = await keep(resumeTest(plan, { ...options(), startedAt, known }), log, () => undefined)
    expect(result).toMatchObject({ exitCode: 0, outputs: [{ path: 'model.bin' }] })
    expect(log.out).toEqual(outLines)
    expect(log.err).toEqual(numbered('err'))
    expect(await engine.findContainers({ name: jobLabel, value: plan.jobId }, never)).toEqual([])

    const again = keep(resumeTest(plan, { ...options(), startedAt, known }), log, () => undefined)
    await expect(again).rejects.toBeInstanceOf(JobInterrupted)
  })
})
