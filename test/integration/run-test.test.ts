import { randomBytes } from 'node:crypto'
import { chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createMachine } from '../../electron/adapters/machine/create-machine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { jobLabel, type TestPlan } from '../../electron/core/runs/plan-test.ts'
import { removeLeftovers } from '../../electron/core/runs/remove-leftovers.ts'
import { runTest } from '../../electron/core/runs/run-test.ts'
import type { RunTestOptions } from '../../electron/core/runs/run-test-options.ts'
import { JobId } from '../../shared/model/ids.ts'
import type { TestResult } from '../../shared/model/test-run.ts'
import { defaultRunOptions, type RunOptions } from '../../shared/model/run-options.ts'
import type { Owner } from '../../shared/uaitrain/run-command.ts'
import { collect } from '../support/collect.ts'
import { importRunnerImage } from '../support/runner-image.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../support/samples.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'

/** What the first parameter says is done; the platform's own arguments come after it. */
const mainFile = String.raw`
case "$1" in
  succeed) echo "args $*"; echo "unbuffered $PYTHONUNBUFFERED" >&2; cat /data/data/sample.txt
    echo model > /data/output/model.bin; mkdir /data/output/logs; echo 1 > /data/output/logs/epoch.txt ;;
  fail) echo half > /data/output/half.bin; echo "Traceback" >&2; exit 3 ;;
  bar) for i in 1 2 3; do printf "\r%s%%" "$i"0; sleep 0.6; done; printf "\r100%%\n" ;;
  private) mkdir /data/output/private; chmod 700 /data/output/private; echo x > /data/output/private/x ;;
  forever) echo started; sleep 1000 ;;
  polite) trap 'echo keeping; echo 1 > /data/output/checkpoint.bin; exit 7' INT; echo started; sleep 1000; sleep 1 ;;
  stubborn) trap '' INT; echo started; sleep 1000 ;;
  limits) while read name place kind flags; do [ "$place" = /dev/shm ] && echo "$kind $place $flags"; done < /proc/mounts
    cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes
    if [ -e /sys/fs/cgroup/cpu.max ]; then cat /sys/fs/cgroup/cpu.max; else
      echo "$(cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us) $(cat /sys/fs/cgroup/cpu/cpu.cfs_period_us)"; fi
    echo "$NOTE"; echo "$PASSED_ON"; echo 1 > /data/output/mine ;;
esac
`

const engine = createDockerEngine()
const { signal: never } = new AbortController()
const imageName = `run-${randomBytes(4).toString('hex')}`
const image = `${imageName}-cpu:uaitrain`
const options: RunTestOptions = {
  engine,
  files: createNodeFiles(),
  clock: { now: () => Date.now() },
  gpus: { ask: () => Promise.resolve(null) },
  machine: createMachine(),
  owner: null,
  environment: { PASSED_ON: 'from the app' },
  signal: never,
  stop: never,
  leave: never,
}

/** Not root, whose files are root's either way. */
const someOwner: Owner = { uid: 12345, gid: 12346 }
let imageId = ''

beforeAll(async () => {
  await importRunnerImage({ engine, tag: image, mainFile, signal: never })
  imageId = (await engine.inspectImage(image, never))?.id ?? ''
})
afterAll(() => engine.removeImage(image, never))

describe('a test run on a real engine', () => {
  let folder = ''
  beforeEach(async () => {
    folder = join(await makeTemporaryFolder(), 'a project of $HOME')
    await mkdir(join(folder, 'data'), { recursive: true })
    await writeFile(join(folder, 'data', 'sample.txt'), 'the data\n')
  })

  const plan = (
    what: string,
    { options: chosen = {}, ...paths }: { testDataPath?: string; options?: Partial<RunOptions> } = {},
  ): TestPlan => {
    const project = sampleProjectSettings({
      imageName,
      mainFile: 'main.py',
      trainParams: `${what} 'a  b'`,
      testDataPath: join(folder, 'data'),
      testOutputPath: join(folder, 'output'),
      ...paths,
    })
    return sampleTestPlan({
      request: samplePackRequest({ project }),
      imageId,
      options: { ...defaultRunOptions, ...chosen },
      jobId: JobId.parse(randomBytes(8).toString('hex')),
    })
  }
  const containersOf = ({ jobId }: TestPlan): Promise<string[]> =>
    engine.findContainers({ name: jobLabel, value: jobId }, never)

  it('runs as the command says, tells the output and lists what was written', async () => {
    const test = plan('succeed')
    const { items, result } = await collect(runTest(test, options))
    // Lines that come at once are told at once.
    const lines = items.flatMap((item) =>
      item.type === 'log' ? item.text.split('\n').map((line) => `${item.source} ${line}`) : [],
    )
    const platform = '--work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output'
    expect(lines).toContain(`out args succeed a  b ${platform}`)
    expect(lines).toContain('err unbuffered 1')
    expect(lines).toContain('out the data')
    expect(result).toEqual({
      kind: 'test',
      target: 'cpu',
      image,
      exitCode: 0,
      outOfMemory: false,
      stopped: false,
      outputs: [
        { path: 'logs/epoch.txt', sizeBytes: 2, changed: false },
        { path: 'model.bin', sizeBytes: 6, changed: false },
      ],
    })
    expect(await containersOf(test)).toEqual([])
  })

  it('tells new files from changed ones', async () => {
    await collect(runTest(plan('succeed'), options))
    await delay(50)
    const { result } = await collect(runTest(plan('succeed'), options))
    expect(result.outputs).toContainEqual({ path: 'model.bin', sizeBytes: 6, changed: true })
  })

  it('ends with the exit code of training code that fails, tells what that wrote, and removes its container', async () => {
    const test = plan('fail')
    const { result } = await collect(runTest(test, options))
    expect(result).toMatchObject({ exitCode: 3, stopped: false, outputs: [{ path: 'half.bin' }] })
    expect(await containersOf(test)).toEqual([])
  })

  it('shows a progress bar while it moves', async () => {
    const { items } = await collect(runTest(plan('bar'), options))
    const moved = items.flatMap((item) => (item.type === 'live' && item.text.endsWith('%') ? [item.text] : []))
    const kept = items.flatMap((item) => (item.type === 'log' && item.text.endsWith('%') ? [item.text] : []))
    expect(moved.length).toBeGreaterThan(1)
    expect(kept).toEqual(['100%'])
  })

  it('has the limits, the variables and the user of its options', async () => {
    const chosen: Partial<RunOptions> = {
      sharedMemoryMb: 100,
      memoryMb: 64,
      cpus: 0.5,
      environment: [
        { name: 'NOTE', value: 'a  b' },
        { name: 'PASSED_ON', value: null },
      ],
      user: 'own',
    }
    await mkdir(join(folder, 'output'))
    await chown(join(folder, 'output'), someOwner.uid, someOwner.gid)
    const { items } = await collect(runTest(plan('limits', { options: chosen }), { ...options, owner: someOwner }))
    const lines = items.flatMap((item) => (item.type === 'log' && item.source === 'out' ? item.text.split('\n') : []))
    expect(lines).toEqual([
      expect.stringMatching(/^tmpfs \/dev\/shm .*size=102400k/) as string,
      '67108864',
      '50000 100000',
      'a  b',
      'from the app',
    ])
    const status = await stat(join(folder, 'output', 'mine'))
    expect({ uid: status.uid, gid: status.gid }).toEqual(someOwner)
  })

  describe('that is stopped', () => {
    const graceMs = 2_000

    const stopWhen = async (what: string): Promise<{ result: TestResult; lines: string[] }> => {
      const [test, stop] = [plan(what), new AbortController()]
      const activities = runTest(test, { ...options, stop: stop.signal, stopGraceMs: graceMs })
      const lines: string[] = []
      let step = await activities.next()
      while (step.done !== true) {
        if (step.value.type === 'log') lines.push(...step.value.text.split('\n'))
        if (lines.at(-1) === 'started') stop.abort()
        step = await activities.next()
      }
      expect(await containersOf(test)).toEqual([])
      return { result: step.value, lines }
    }

    it('may keep what it has', async () => {
      const { result, lines } = await stopWhen('polite')
      expect(lines).toContain('keeping')
      expect(result).toMatchObject({ stopped: true, exitCode: 7, outputs: [{ path: 'checkpoint.bin' }] })
    })

    it('is killed when it does not listen', async () => {
      const startedAt = performance.now()
      const { result } = await stopWhen('stubborn')
      expect(result).toMatchObject({ stopped: true, exitCode: 137 })
      expect(performance.now() - startedAt).toBeGreaterThan(graceMs)
    })
  })

  it('is cancelled within a second and leaves no container', async () => {
    const test = plan('forever')
    const controller = new AbortController()
    const activities = runTest(test, { ...options, signal: controller.signal })
    let step = await activities.next()
    while (step.done !== true && !(step.value.type === 'log' && step.value.text === 'started')) {
      step = await activities.next()
    }
    const next = activities.next()
    const start = performance.now()
    controller.abort()
    await expect(next).rejects.toMatchObject({ code: 'cancelled' })
    expect(performance.now() - start).toBeLessThan(1000)
    expect(await containersOf(test)).toEqual([])
  })

  describe('with files that are to belong to somebody', () => {
    const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
    const owner: Owner = uid === 0 ? { uid: 12345, gid: 12346 } : { uid, gid }
    const ownerOf = async (...parts: string[]): Promise<Owner> => {
      const status = await stat(join(folder, 'output', ...parts))
      return { uid: status.uid, gid: status.gid }
    }

    it('gives what the run made to the user, and nothing else', async () => {
      const output = join(folder, 'output')
      await mkdir(output)
      await writeFile(join(output, 'older.bin'), 'of an earlier run')
      const before = await ownerOf('older.bin')
      await delay(50)
      const test = plan('succeed')
      await collect(runTest(test, { ...options, owner }))
      expect(await ownerOf('model.bin')).toEqual(owner)
      expect(await ownerOf('logs', 'epoch.txt')).toEqual(owner)
      expect(await ownerOf('older.bin')).toEqual(before)
      expect(await containersOf(test)).toEqual([])
    })

    it('does so in folders that only root may look into, and after a failure', async () => {
      await collect(runTest(plan('private'), { ...options, owner }))
      expect(await ownerOf('private', 'x')).toEqual(owner)
      await collect(runTest(plan('fail'), { ...options, owner }))
      expect(await ownerOf('half.bin')).toEqual(owner)
    })
  })

  it('makes no folder where there is no data', async () => {
    const missing = join(folder, 'nowhere')
    const error = await thrownBy(collect(runTest(plan('succeed', { testDataPath: missing }), options)))
    expect(error).toEqual({
      code: 'invalid-field',
      details: { field: 'testDataPath', problem: 'not-found', value: missing },
    })
    await expect(stat(missing)).rejects.toThrow('ENOENT')
  })

  it('says that an image is gone', async () => {
    const test = { ...plan('succeed'), imageId: `sha256:${'0'.repeat(64)}` }
    expect(await thrownBy(collect(runTest(test, options)))).toEqual({
      code: 'image-missing',
      details: { image },
    })
  })

  it('passes on what an engine without GPUs says, and leaves no container', async () => {
    const health = await engine.health(never)
    const hasRuntime = health.state === 'ok' && health.runtimes.includes('nvidia')
    const test: TestPlan = { ...plan('succeed'), target: 'gpu' }
    const error = await thrownBy(collect(runTest(test, options)))
    expect(error).toMatchObject({
      code: 'gpu-unavailable',
      details: { words: expect.stringMatching(hasRuntime ? /nvidia/ : /could not select device driver/) as string },
    })
    expect(await containersOf(test)).toEqual([])
  })

  it('removes what an app that was killed has left', async () => {
    const test = plan('forever')
    const spec = { image, command: ['/bin/sleep', '1000'], mounts: [], environment: {}, runtime: null } as const
    const id = await engine.createContainer({ ...spec, labels: { [jobLabel]: test.jobId }, network: 'none' }, never)
    await engine.startContainer(id, never)
    expect(await containersOf(test)).toEqual([id])
    await removeLeftovers({ engine, jobIds: [test.jobId], signal: never })
    expect(await containersOf(test)).toEqual([])
  })
})
