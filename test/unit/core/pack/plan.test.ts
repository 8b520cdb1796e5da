import { describe, expect, it } from 'vitest'
import { checkPackRequest, planPack } from '../../../../electron/core/pack/plan.ts'
import { samplePackRequest, sampleProjectSettings } from '../../../support/samples.ts'

describe('planPack', () => {
  it('knows names, files and commands without asking anybody', () => {
    expect(planPack(samplePackRequest())).toMatchObject({
      codePath: '/home/ubuntu/mnist/code',
      projectFolder: '/home/ubuntu/mnist',
      commandFilePath: '/home/ubuntu/mnist/uaitrain_cmd.txt',
      logFilePath: '/home/ubuntu/mnist/uaitrain_pack.log',
      uhubHost: 'uhub.ucloud.cn',
      cpuImage: 'pytorch-mnist-cpu:uaitrain',
      gpuImage: 'uhub.ucloud.cn/demo/pytorch-mnist:uaitrain',
      push: true,
    })
  })

  it.each([
    ['/code/', '/'],
    ['/a/b/../code/.', '/a'],
  ])('writes beside %s, into %s', (codePath, projectFolder) => {
    const request = samplePackRequest({ project: sampleProjectSettings({ codePath }) })
    expect(planPack(request).projectFolder).toBe(projectFolder)
  })

  it('pushes nothing when there is no GPU image', () => {
    const request = samplePackRequest({ project: sampleProjectSettings({ acceleratorType: 'cpu' }) })
    expect(planPack(request)).toMatchObject({ gpuImage: null, push: false })
  })

  it('throws the first problem', () => {
    const request = samplePackRequest({ project: sampleProjectSettings({ imageName: 'Upper', mainFile: '' }) })
    expect(() => planPack(request)).toThrow(
      expect.objectContaining({
        code: 'invalid-field',
        details: { field: 'mainFile', problem: 'required', value: '' },
      }),
    )
  })

  it('wants of the account only what the pack needs', () => {
    const project = sampleProjectSettings({ base: { kind: 'own', cpuImage: 'python:3', gpuImage: 'python:3' } })
    const empty = { publicKey: '', region: '', zone: '', apiUrl: '', uhubUsername: '' }
    expect(checkPackRequest(samplePackRequest({ ...empty, project, push: false }))).toEqual([])
    const problems = checkPackRequest(samplePackRequest(empty)).map(({ field }) => field)
    expect(problems).toEqual(['publicKey', 'region', 'zone', 'apiUrl', 'uhubUsername'])
  })
})
