import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createMachine } from '../../electron/adapters/machine/create-machine.ts'
import { runTest } from '../../electron/core/runs/run-test.ts'
import { defaultRunOptions, type GpuChoice } from '../../shared/model/run-options.ts'
import { collect } from '../support/collect.ts'
import { makeOwnEngine, type OwnEngine } from '../support/own-engine.ts'
import { importRunnerImage } from '../support/runner-image.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../support/samples.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const { signal: never } = new AbortController()

describe('a GPU test on an engine with a runtime called nvidia', () => {
  let ownEngine: OwnEngine
  beforeAll(async () => {
    ownEngine = await makeOwnEngine(128 * 1024 * 1024)
    await ownEngine.start({
      storageDriver: 'overlay2',
      settings: { runtimes: { nvidia: { path: '/usr/sbin/runc' } } },
    })
  })
  afterAll(() => ownEngine.remove())

  it.each<[GpuChoice, string]>([
    [{ kind: 'all' }, 'all'],
    [{ kind: 'count', count: 2 }, '0,1'],
    [{ kind: 'devices', ids: ['1', 'GPU-d3a2f0c1'] }, '1,GPU-d3a2f0c1'],
  ])('asks by that runtime for %j', async (gpus, visible) => {
    const engine = createDockerEngine({ host: ownEngine.address })
    const mainFile = 'echo "GPUs $NVIDIA_VISIBLE_DEVICES"; echo model > /data/output/model.bin\n'
    const folder = await makeTemporaryFolder()
    await mkdir(join(folder, 'data'))
    const imageId = await importRunnerImage({ engine, tag: 'on-gpu:test', mainFile, signal: never })
    const project = sampleProjectSettings({
      mainFile: 'main.py',
      ...{ testDataPath: join(folder, 'data'), testOutputPath: join(folder, 'output') },
    })
    const plan = sampleTestPlan({
      ...{ request: samplePackRequest({ project }), imageId, target: 'gpu' },
      options: { ...defaultRunOptions, gpus },
    })
    const { items, result } = await collect(
      runTest(plan, {
        engine,
        files: createNodeFiles(),
        machine: createMachine({ environment: { DOCKER_HOST: ownEngine.address } }),
        clock: { now: () => Date.now() },
        gpus: { ask: () => Promise.resolve(null) },
        owner: null,
        environment: {},
        ...{ signal: never, stop: never, leave: never },
      }),
    )
    const lines = items.flatMap((item) => (item.type === 'log' ? item.text.split('\n') : []))
    expect(lines).toContain(`GPUs ${visible}`)
    expect(lines).toContainEqual(expect.stringContaining(`--runtime nvidia -e NVIDIA_VISIBLE_DEVICES=${visible}`))
    expect(result).toMatchObject({ exitCode: 0, outputs: [{ path: 'model.bin' }] })
  })
})
