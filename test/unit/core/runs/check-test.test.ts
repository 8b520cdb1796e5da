import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../../../electron/adapters/files/node-files.ts'
import { checkTest } from '../../../../electron/core/runs/check-test.ts'
import type { TestPlan } from '../../../../electron/core/runs/plan-test.ts'
import type { ProjectSettings } from '../../../../shared/model/project.ts'
import type { TestTarget } from '../../../../shared/model/test-run.ts'
import { wellMachine } from '../../../support/doctor-tools.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../../../support/samples.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const cpuImage = 'pytorch-mnist-cpu:uaitrain'
const gpuImage = 'uhub.ucloud.cn/demo/pytorch-mnist:uaitrain'

const machine = wellMachine()

describe('checkTest', () => {
  let engine = new FakeEngine()
  let cpu = engine.addImage(cpuImage)
  let gpu = engine.addImage(gpuImage)
  let folder = ''

  beforeEach(async () => {
    engine = new FakeEngine()
    cpu = engine.addImage(cpuImage)
    gpu = engine.addImage(gpuImage)
    folder = await makeTemporaryFolder()
    await mkdir(join(folder, 'data'))
  })

  const plan = (target: TestTarget = 'cpu', changes: Partial<ProjectSettings> = {}): TestPlan => {
    const paths = { testDataPath: join(folder, 'data'), testOutputPath: join(folder, 'output') }
    const project = sampleProjectSettings({ ...paths, ...changes })
    const imageId = (target === 'cpu' ? cpu : gpu).id
    return sampleTestPlan({ request: samplePackRequest({ project }), imageId, target })
  }
  const check = (test: TestPlan): ReturnType<typeof checkTest> =>
    checkTest(test, { engine, machine, files: createNodeFiles(), signal: new AbortController().signal })

  it('makes the output folder and notices that there is no data', async () => {
    expect(await check(plan())).toEqual({ dataFolderIsEmpty: true, gpuAccess: 'none' })
    expect((await stat(join(folder, 'output'))).isDirectory()).toBe(true)
    await writeFile(join(folder, 'data', 'one'), '')
    expect(await check(plan())).toMatchObject({ dataFolderIsEmpty: false })
  })

  it.each([
    ['a data folder that is missing', { testDataPath: 'nowhere' }, 'testDataPath', 'not-found'],
    ['a data folder that is a file', { testDataPath: 'file' }, 'testDataPath', 'not-a-folder'],
    ['a data folder below a file', { testDataPath: 'file/data' }, 'testDataPath', 'not-found'],
    ['an output folder that is a file', { testOutputPath: 'file' }, 'testOutputPath', 'not-a-folder'],
  ])('refuses %s', async (_, changes, field, problem) => {
    await writeFile(join(folder, 'file'), '')
    const absolute = Object.fromEntries(Object.entries(changes).map(([name, path]) => [name, join(folder, path)]))
    expect(await thrownBy(check(plan('cpu', absolute)))).toMatchObject({
      code: 'invalid-field',
      details: { field, problem },
    })
  })

  it('refuses a path that the container could not be given', async () => {
    expect(await thrownBy(check(plan('cpu', { testDataPath: 'data' })))).toMatchObject({
      details: { field: 'testDataPath', problem: 'not-absolute' },
    })
    expect(await thrownBy(check(plan('cpu', { testOutputPath: '/a:b' })))).toMatchObject({
      details: { field: 'testOutputPath', problem: 'colon' },
    })
  })

  it('says that an image is not there', async () => {
    engine.forget(cpuImage)
    engine.addImage(cpuImage, { id: 'sha256:of-another-project' })
    expect(await thrownBy(check(plan()))).toEqual({ code: 'image-missing', details: { image: cpuImage } })
  })

  it('asks for GPUs by the runtime of nvidia-docker where there is one, by the engine’s own way elsewhere', async () => {
    expect(await check(plan('gpu'))).toMatchObject({ gpuAccess: 'device-request' })
    const known = await engine.health(new AbortController().signal)
    engine.health = () => Promise.resolve({ ...known, cdiDevices: ['nvidia.com/gpu=all'] })
    expect(await check(plan('gpu'))).toMatchObject({ gpuAccess: 'cdi' })
    engine.health = () =>
      Promise.resolve({ ...known, cdiDevices: ['nvidia.com/gpu=all'], runtimes: ['runc', 'nvidia'] })
    expect(await check(plan('gpu'))).toMatchObject({ gpuAccess: 'runtime' })
  })

  it('goes through a link to a folder', async () => {
    await symlink(join(folder, 'data'), join(folder, 'link'))
    expect(await check(plan('cpu', { testDataPath: join(folder, 'link') }))).toMatchObject({ dataFolderIsEmpty: true })
  })
})
