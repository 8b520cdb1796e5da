import fc from 'fast-check'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createJobStore } from '../../../../electron/adapters/store/jobs.ts'
import { openDatabase, type Database } from '../../../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../../../electron/adapters/store/projects.ts'
import type { JobActivity } from '../../../../electron/core/jobs/activity.ts'
import { readJobLog } from '../../../../electron/core/jobs/read-job-log.ts'
import { createJobProcesses } from '../../../../electron/core/jobs/job-processes.ts'
import { createJobRunner, type JobRunner, type JobStart } from '../../../../electron/core/jobs/job-runner.ts'
import type { PackFact } from '../../../../electron/core/jobs/pack-fact.ts'
import type { JobStore } from '../../../../electron/core/jobs/job-store.ts'
import { createRedactor, type Redactor } from '../../../../electron/core/logs/redactor.ts'
import { JobInterrupted } from '../../../../electron/core/jobs/job-interrupted.ts'
import { AppError, cancelled } from '../../../../shared/errors.ts'
import { JobId, ProjectId } from '../../../../shared/model/ids.ts'
import type { Job, JobEvent, JobResult, JobUpdate, StageProgress } from '../../../../shared/model/job.ts'
import { defaultRunOptions } from '../../../../shared/model/run-options.ts'
import { samplePackJob } from '../../../support/history-bench.ts'
import { sampleProject } from '../../../support/samples.ts'

const projectId = ProjectId.parse('project')
const result: JobResult = {
  kind: 'test',
  target: 'cpu',
  image: 'image',
  exitCode: 0,
  outOfMemory: false,
  stopped: false,
  outputs: [],
}
const never = new AbortController().signal

function activities(...list: JobActivity[]): JobStart['run'] {
  return async function* () {
    for (const activity of list) {
      await Promise.resolve()
      yield activity
    }
    return result
  }
}

/** Runs until it is cancelled. */
async function* untilCancelled({ signal }: { signal: AbortSignal }): AsyncGenerator<JobActivity, JobResult> {
  yield { type: 'stage', stage: 'run', lane: 'shared', state: 'started' }
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  throw cancelled()
}

describe('job runner', () => {
  let database: Database
  let store: JobStore
  let redactor: Redactor
  let runner: JobRunner
  let changed: Job[] = []
  let facts: [JobId, PackFact][] = []
  let unforeseen: unknown[] = []
  let jobsFolder = ''
  let orphans: JobId[] = []
  let isTelling = true

  const createRunner = (): JobRunner =>
    createJobRunner({
      store,
      clock: { now: () => Date.now() },
      redactor,
      jobsFolder,
      processes: createJobProcesses(join(jobsFolder, 'processes')),
      isApp: true,
      onOrphans: (ids) => orphans.push(...ids),
      onChanged: (job) => {
        if (!isTelling && job.state === 'running') throw new Error('nobody to tell')
        changed.push(job)
      },
      onFact: (id, fact) => facts.push([id, fact]),
      logger: {
        internal: (_, error) => {
          unforeseen.push(error)
          return new AppError('internal', { id: 'logged' })
        },
      },
    })

  beforeEach(async () => {
    database = await openDatabase({ path: ':memory:', clock: { now: () => 1 }, onDamaged: () => undefined })
    store = createJobStore(database)
    createProjectStore(database).save(sampleProject({ id: projectId }))
    redactor = createRedactor()
    jobsFolder = await mkdtemp(join(tmpdir(), 'uai-runner-'))
    changed = []
    facts = []
    orphans = []
    unforeseen = []
    runner = createRunner()
  })
  afterEach(async () => {
    await runner.close()
    database.close()
  })

  const start = (run: JobStart['run'], changes: Partial<JobStart> = {}): JobId =>
    runner.start({ kind: 'test', projectId: null, request: null, test: null, claims: [], run, ...changes })

  const watchAll = async (id: JobId, fromSeq = 0): Promise<{ updates: JobUpdate[]; events: JobEvent[]; job: Job }> => {
    const updates: JobUpdate[] = []
    const watching = runner.watch(id, fromSeq, never)
    let step = await watching.next()
    while (step.done !== true) {
      updates.push(...step.value)
      step = await watching.next()
    }
    const events = updates.flatMap((update) => (update.type === 'event' ? [update.event] : []))
    return { updates, events, job: step.value }
  }

  const isStage = (event: JobEvent): event is Extract<JobEvent, { type: 'stage' }> => event.type === 'stage'

  it('runs a job to its result and tells of its start and its end', async () => {
    const id = start(
      activities(
        { type: 'stage', stage: 'create', lane: 'shared', state: 'started' },
        { type: 'stage', stage: 'create', lane: 'shared', state: 'done' },
      ),
    )
    const { events, job } = await watchAll(id)
    expect(job).toMatchObject({ id, state: 'succeeded', result, error: null })
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'stage'],
      [2, 'stage'],
      [3, 'ended'],
    ])
    await runner.close()
    expect(changed.map(({ state }) => state)).toEqual(['running', 'succeeded'])
    expect(runner.list()).toEqual([job])
  })

  it('tells since when the engine of a run is away, in its list too, until the run has an end', async () => {
    let proceed = (): void => undefined
    const gate = new Promise<void>((resolve) => (proceed = resolve))
    const id = start(async function* () {
      yield { type: 'engine', awaySince: 41 }
      yield { type: 'engine', awaySince: null }
      yield { type: 'engine', awaySince: 42 }
      await gate
      return result
    })
    await expect.poll(() => runner.list()[0]?.engineAwaySince).toBe(42)
    proceed()
    const { job } = await watchAll(id)
    expect(job).not.toHaveProperty('engineAwaySince')
    await runner.close()
    expect(changed.map(({ state, engineAwaySince }) => [state, engineAwaySince])).toEqual([
      ['running', undefined],
      ['running', 41],
      ['running', undefined],
      ['running', 42],
      ['succeeded', undefined],
    ])
    expect(runner.list()).toEqual([job])
  })

  const full = (): never => {
    throw new AppError('disk-full', { path: '/data' })
  }
  const twoStages = activities(
    { type: 'stage', stage: 'create', lane: 'shared', state: 'started' },
    { type: 'stage', stage: 'create', lane: 'shared', state: 'done' },
  )

  it.each([
    ['at its start', ['insert', 'appendEvent', 'end']],
    ['in the middle', ['appendEvent', 'end']],
    ['at its end', ['end']],
  ] as const)('ends a job well that the store could not keep %s, and says why', async (_, failing) => {
    store = { ...store, ...Object.fromEntries(failing.map((name) => [name, full])) }
    runner = createRunner()
    const id = start(twoStages)
    const { events, job } = await watchAll(id)
    expect(job).toMatchObject({ id, state: 'succeeded', result })
    const told = events.map((event) => (event.type === 'note' ? event.note : event.type))
    const note = { code: 'not-remembered', reason: 'disk-full', path: '/data' }
    for (const type of ['stage', note, 'ended']) expect(told).toContainEqual(type)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_one, index) => index + 1))
    await runner.close()
    expect(runner.list()).toContainEqual(job)
    expect((await watchAll(id)).job).toEqual(job)
    expect(runner.openLog(id).path).toContain(id)
    expect(unforeseen).toHaveLength(1)
  })

  it('keeps in the end what the store could not take for a while', async () => {
    const well = store
    let isFull = true
    store = { ...store, appendEvent: (...args) => (isFull ? full() : well.appendEvent(...args)) }
    runner = createRunner()
    const id = start(async function* () {
      yield { type: 'stage', stage: 'create', lane: 'shared', state: 'started' }
      await Promise.resolve()
      isFull = false
      return result
    })
    const { events } = await watchAll(id)
    await runner.close()
    expect(store.find(id)?.state).toBe('succeeded')
    expect(store.listEvents(id, 0)).toEqual(events)
  })

  it('gives its work back and aborts it where something else fails', async () => {
    let isReturned = false
    let given: AbortSignal | null = null
    const id = start(async function* ({ signal }) {
      given = signal
      await Promise.resolve()
      try {
        yield { type: 'stage', stage: 'create', lane: 'shared', state: 'started' }
        yield { type: 'engine', awaySince: 1 }
        yield { type: 'engine', awaySince: null }
      } finally {
        isReturned = true
      }
      return result
    })
    isTelling = false
    const { job } = await watchAll(id)
    isTelling = true
    expect(job.state).toBe('failed')
    expect(isReturned).toBe(true)
    expect(given).toMatchObject({ aborted: true })
  })

  it('starts where an interrupted job cannot be ended', () => {
    store.insert(samplePackJob('left', { state: 'running', endedAt: null }), null)
    store = { ...store, end: full }
    expect(
      createRunner()
        .list()
        .filter(({ state }) => state === 'running'),
    ).toEqual([])
    expect(unforeseen).not.toEqual([])
  })

  it('follows live, to several watchers, from where each wants', async () => {
    let proceed = (): void => undefined
    const gate = new Promise<void>((resolve) => (proceed = resolve))
    const id = start(async function* () {
      yield { type: 'stage', stage: 'run', lane: 'shared', state: 'started' }
      await gate
      yield { type: 'stage', stage: 'run', lane: 'shared', state: 'done' }
      return result
    })
    const watchers = [watchAll(id), watchAll(id), watchAll(id, 2)]
    await new Promise((resolve) => setTimeout(resolve, 30))
    proceed()
    const [first, second, late] = await Promise.all(watchers)
    expect(first?.events.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(second?.events).toEqual(first?.events)
    expect(late?.events).toEqual(first?.events.slice(1))
    expect((await watchAll(id, 3)).events).toEqual(first?.events.slice(2))
  })

  it('passes progress on at most ten times a second, and always the last state of a lane', async () => {
    const id = start(async function* () {
      yield { type: 'stage', stage: 'push', lane: 'gpu', state: 'started' }
      for (let step = 1; step <= 60; step++) {
        yield {
          type: 'progress',
          progress: { lane: 'gpu', stage: 'push', currentBytes: step, totalBytes: 60, layers: [], line: null },
        }
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await new Promise((resolve) => setTimeout(resolve, 150))
      yield { type: 'stage', stage: 'push', lane: 'gpu', state: 'done' }
      return result
    })
    const begin = performance.now()
    const { updates } = await watchAll(id)
    const seconds = (performance.now() - begin) / 1000
    const samples = updates.flatMap((update) => (update.type === 'progress' ? [update.lanes] : []))
    expect(samples.length).toBeGreaterThan(1)
    expect(samples.length).toBeLessThanOrEqual(seconds * 10 + 2)
    expect(samples.flat().at(-1)).toMatchObject({ currentBytes: 60 })
  })

  it('tells what a record is to keep, and what a stage has moved', async () => {
    const fact: PackFact = { kind: 'commands', text: 'docker run' }
    const moved: StageProgress = { lane: 'gpu', stage: 'push', currentBytes: 7, totalBytes: 7, layers: [], line: null }
    const id = start(
      activities(
        { type: 'fact', fact },
        { type: 'stage', stage: 'push', lane: 'gpu', state: 'started' },
        { type: 'progress', progress: moved },
        { type: 'stage', stage: 'push', lane: 'gpu', state: 'done' },
      ),
    )
    const { events } = await watchAll(id)
    expect(facts).toEqual([[id, fact]])
    expect(events.slice(0, 2)).toMatchObject([{ state: 'started' }, { state: 'done', bytes: 7 }])
    expect(events[0]).not.toHaveProperty('bytes')
  })

  it('cancels, and answers only when the job has cleaned up', async () => {
    let cleaned = false
    const id = start(async function* (context) {
      try {
        return yield* untilCancelled(context)
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 50))
        cleaned = true
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 10))
    await runner.cancel(id)
    expect(cleaned).toBe(true)
    const { events, job } = await watchAll(id)
    expect(job).toMatchObject({ state: 'cancelled', error: null })
    expect(events.filter(isStage).map(({ state }) => state)).toEqual(['started', 'cancelled'])
    await expect(runner.cancel(id)).resolves.toBeUndefined()
    await expect(runner.cancel(JobId.parse('nobody'))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('stops a watcher whose signal is aborted and leaves the job alone', async () => {
    const id = start(untilCancelled)
    const controller = new AbortController()
    const watching = runner.watch(id, 0, controller.signal)
    await watching.next()
    const pending = watching.next()
    controller.abort()
    await expect(pending).rejects.toMatchObject({ code: 'cancelled' })
    expect(runner.list()[0]?.state).toBe('running')
  })

  it('keeps a known error without the secret, and fails the stages that were open', async () => {
    redactor.register('hunter2')
    const id = start(async function* () {
      yield { type: 'stage', stage: 'push', lane: 'gpu', state: 'started' }
      await Promise.resolve()
      throw new AppError('push-refused', { image: 'a', words: 'denied for hunter2' })
    })
    const { events, job } = await watchAll(id)
    expect(job.error).toEqual({ code: 'push-refused', details: { image: 'a', words: 'denied for [secret]' } })
    expect(events.filter(isStage).at(-1)?.state).toBe('failed')
    expect(unforeseen).toEqual([])
  })

  it('turns an unknown error into an id that is in the log', async () => {
    const trouble = new TypeError('x is not a function')
    const id = start(async function* () {
      yield { type: 'log', source: 'app', text: 'start' }
      await Promise.resolve()
      throw trouble
    })
    expect((await watchAll(id)).job.error).toEqual({ code: 'internal', details: { id: 'logged' } })
    expect(unforeseen).toEqual([trouble])
  })

  it('packs a project once at a time, but tests it beside that', async () => {
    const first = start(untilCancelled, { kind: 'pack', projectId })
    expect(() => start(untilCancelled, { kind: 'pack', projectId })).toThrow(
      expect.objectContaining({ code: 'already-running', details: { jobId: first } }),
    )
    expect(runner.isRunning(projectId)).toBe(true)
    start(untilCancelled, { kind: 'test', projectId })
    await runner.cancel(first)
    start(untilCancelled, { kind: 'pack', projectId })
  })

  it('does not pack an image, or into a folder, that another project is being packed to', async () => {
    const first = start(untilCancelled, { kind: 'pack', projectId, claims: ['net-cpu:uaitrain', '/home/u/net'] })
    const again = (claims: string[]): JobId => start(untilCancelled, { kind: 'pack', claims })
    const taken = { code: 'already-running', details: { jobId: first } }
    expect(() => again(['net-cpu:uaitrain', '/elsewhere'])).toThrow(expect.objectContaining(taken))
    expect(() => again(['other-cpu:uaitrain', '/home/u/net'])).toThrow(expect.objectContaining(taken))
    await runner.cancel(again(['other-cpu:uaitrain', '/elsewhere']))
    await runner.cancel(first)
    again(['net-cpu:uaitrain', '/home/u/net'])
  })

  it('writes the log lines of a job, redacted, and lets them be followed', async () => {
    redactor.register('hunter2')
    const id = start(
      activities({ type: 'log', source: 'out', text: 'epoch 1' }, { type: 'log', source: 'err', text: 'hunter2' }),
    )
    const texts: string[] = []
    const { path, live } = runner.openLog(id)
    for await (const batch of readJobLog({ path, fromIndex: 0, live, signal: never }))
      texts.push(...batch.map(({ text }) => text))
    expect(texts).toEqual(['epoch 1', '[secret]'])
    expect(() => runner.openLog(JobId.parse('nobody'))).toThrow(AppError)
  })

  it('calls a job that the last app left running interrupted, with what it had done', async () => {
    const id = JobId.parse('left')
    const job: Job = {
      id,
      kind: 'pack',
      projectId,
      state: 'running',
      startedAt: 5,
      endedAt: null,
      error: null,
      result: null,
      test: null,
    }
    store.insert(job, null)
    store.appendEvent(id, { type: 'stage', seq: 1, at: 6, stage: 'pull', lane: 'cpu', state: 'started' })
    runner = createRunner()
    expect(runner.interruptedIds).toEqual([id])
    const { events, job: ended } = await watchAll(id)
    expect(ended.state).toBe('interrupted')
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'stage'],
      [2, 'ended'],
    ])
    expect(createRunner().interruptedIds).toEqual([])
  })

  it('leaves a job alone that another process runs, and ends it when that is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
    const id = JobId.parse('elsewhere')
    await mkdir(join(jobsFolder, 'processes'))
    await writeFile(join(jobsFolder, 'processes', id), String(other.pid))
    const left = { id, kind: 'pack', projectId, state: 'running', startedAt: 5, endedAt: null } as const
    store.insert({ ...left, error: null, result: null, test: null }, null)
    runner = createRunner()
    expect([runner.interruptedIds, runner.list()]).toEqual([[], []])
    expect(store.find(id)?.state).toBe('running')
    other.kill('SIGKILL')
    await once(other, 'exit')
    expect(runner.list()).toMatchObject([{ id, state: 'interrupted' }])
    expect([orphans, changed.map((one) => one.id)]).toEqual([[id], [id]])
  })

  it('leaves a test to itself, and takes it up with what it had told', async () => {
    const test = { packJobId: JobId.parse('pack'), target: 'cpu', options: defaultRunOptions } as const
    const id = runner.start({
      ...{ kind: 'test', projectId, request: null, test, claims: [] },
      run: async function* ({ leave }) {
        yield { type: 'stage', stage: 'run', lane: 'shared', state: 'started' }
        yield { type: 'log', source: 'out', text: 'one\ntwo' }
        await new Promise<void>((resolve) => {
          if (leave.aborted) resolve()
          leave.addEventListener('abort', () => resolve(), { once: true })
        })
        throw cancelled()
      },
    })
    await runner.close({ leaveTests: true })
    expect(store.find(id)?.state).toBe('running')

    runner = createRunner()
    expect(runner.interruptedIds).toEqual([])
    expect(runner.unfinishedTests.map((job) => job.id)).toEqual([id])
    const heard: string[] = []
    let known = {}
    await runner.resume(id, {
      observe: (lines) => heard.push(...lines.map(({ index, text }) => `${index} ${text}`)),
      run: async function* (_, { out, err }) {
        known = { out, err }
        yield await Promise.resolve({ type: 'log', source: 'out', text: 'three' } as const)
        yield { type: 'stage', stage: 'run', lane: 'shared', state: 'done' }
        return result
      },
    })
    const { events, job } = await watchAll(id)
    expect(known).toEqual({ out: 2, err: 0 })
    expect(heard).toEqual(['2 three'])
    expect(job.state).toBe('succeeded')
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('ends a test that is gone when it is taken up, and one that never ran', async () => {
    const test = { packJobId: JobId.parse('pack'), target: 'cpu', options: defaultRunOptions } as const
    const job = (name: string): Job => ({
      ...{ id: JobId.parse(name), kind: 'test', projectId, state: 'running', startedAt: 5, endedAt: null },
      ...{ error: null, result: null, test },
    })
    store.insert(job('gone'), null)
    store.appendEvent(JobId.parse('gone'), {
      ...{ type: 'stage', seq: 1, at: 6, stage: 'run', lane: 'shared', state: 'started' },
    })
    store.insert(job('unborn'), null)
    runner = createRunner()
    expect(runner.interruptedIds).toEqual(['unborn'])
    await runner.resume(JobId.parse('gone'), {
      observe: () => undefined,
      run: async function* () {
        yield* await Promise.resolve([])
        throw new JobInterrupted()
      },
    })
    const { events, job: ended } = await watchAll(JobId.parse('gone'))
    expect(ended.state).toBe('interrupted')
    expect(events.map((event) => (event.type === 'stage' ? event.state : event.type))).toEqual([
      'started',
      'failed',
      'ended',
    ])
  })

  it('is a state machine: whatever a job does, its journal is whole', async () => {
    const stage = fc.constantFrom('check' as const, 'pull' as const, 'build' as const, 'push' as const)
    const lane = fc.constantFrom('shared' as const, 'cpu' as const, 'gpu' as const)
    const activity = fc.oneof(
      fc.record({
        type: fc.constant('stage' as const),
        stage,
        lane,
        state: fc.constantFrom('started' as const, 'done' as const, 'skipped' as const),
      }),
      fc.constant({ type: 'note', note: { code: 'not-pushed', image: 'net-gpu' } } as const),
      fc.record({ type: fc.constant('log' as const), source: fc.constant('app' as const), text: fc.string() }),
      fc.record({ lane, stage, currentBytes: fc.nat() }).map((part) => ({
        type: 'progress' as const,
        progress: { ...part, totalBytes: null, layers: [], line: null },
      })),
    )
    const ending = fc.constantFrom('result', 'known', 'unknown', 'cancel')
    await fc.assert(
      fc.asyncProperty(fc.array(activity), ending, fc.nat({ max: 20 }), async (list, how, fromSeq) => {
        const id = start(async function* (context) {
          yield* list
          if (how === 'known') throw new AppError('disk-full', { path: '/' })
          if (how === 'unknown') throw new Error('unknown')
          return how === 'cancel' ? yield* untilCancelled(context) : result
        })
        const watching = watchAll(id)
        if (how === 'cancel') await runner.cancel(id)
        const { events, job } = await watching

        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
        expect(events.filter(({ type }) => type === 'ended')).toEqual([events.at(-1)])
        expect(events.at(-1)).toMatchObject({ job })
        expect(store.find(id)).toEqual(job)
        const states = { result: 'succeeded', known: 'failed', unknown: 'failed', cancel: 'cancelled' }
        expect(job.state).toBe(states[how])
        expect((await watchAll(id, fromSeq)).events).toEqual(events.filter(({ seq }) => seq >= fromSeq))

        const open = new Set<string>()
        for (const { stage: name, lane: where, state } of events.filter(isStage)) {
          if (state === 'started') open.add(`${where} ${name}`)
          else open.delete(`${where} ${name}`)
        }
        if (job.state !== 'succeeded') expect([...open]).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
