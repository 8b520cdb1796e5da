import { describe, expect, it } from 'vitest'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { combinations, defaultCombination, findCombination } from '../../../shared/uaitrain/combinations.ts'
import { knownImages } from '../../../shared/uaitrain/known-images.ts'
import { cpuImageName, gpuImageName, swapUhubHost } from '../../../shared/uaitrain/names.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

const hosts = { uhubHost: 'uhub.ucloud.cn', uhubInternalHost: 'uhub.service.ucloud.cn' }

describe('image names', () => {
  it('follow the tool', () => {
    const project = sampleProjectSettings({ imageTag: 'v2' })
    expect(cpuImageName(project)).toBe('pytorch-mnist-cpu:v2')
    expect(gpuImageName(project, hosts)).toBe('uhub.ucloud.cn/demo/pytorch-mnist:v2')
    expect(gpuImageName({ ...project, internalUhub: true }, hosts)).toBe('uhub.service.ucloud.cn/demo/pytorch-mnist:v2')
  })

  it.each([
    ['uhub.service.ucloud.cn/uaishare/a:v1', false, 'uhub.ucloud.cn/uaishare/a:v1'],
    ['uhub.ucloud.cn/uaishare/a:v1', true, 'uhub.service.ucloud.cn/uaishare/a:v1'],
    ['uhub.ucloud.cn/uaishare/a:v1', false, 'uhub.ucloud.cn/uaishare/a:v1'],
    ['other.example/uaishare/a:v1', true, 'other.example/uaishare/a:v1'],
    ['python:3', true, 'python:3'],
  ])('swap the host of %s (internal: %s)', (image, internal, expected) => {
    expect(swapUhubHost(image, hosts, internal)).toBe(expected)
  })
})

describe('combinations', () => {
  it('begin with the two of PyTorch, of which the newer one is for new projects', () => {
    expect(combinations.slice(0, 2).map(({ aiFramework, os, python }) => [aiFramework, python, os])).toEqual([
      ['pytorch-0.4', 'python-3.6.2', 'ubuntu-16.04'],
      ['pytorch-0.2.0', 'python-2.7.6', 'ubuntu-14.04.05'],
    ])
    expect(defaultCombination.aiFramework).toBe('pytorch-0.4')
    expect(findCombination(defaultCombination)).toBe(combinations[0])
  })

  it('are told apart by their flags, and so are their images', () => {
    const flags = combinations.map(({ aiFramework, os, python }) => `${aiFramework} ${os} ${python}`)
    expect(new Set(flags).size).toBe(combinations.length)
    expect(new Set(combinations.flatMap(({ baseImages }) => [baseImages.cpu, baseImages.gpu])).size).toBe(
      combinations.length * 2,
    )
  })

  it('have names that Docker takes, as the known images do', () => {
    const names = [
      ...combinations.flatMap(({ baseImages }) => [baseImages.cpu, baseImages.gpu]),
      ...knownImages.map(({ image }) => image),
    ]
    for (const name of names) expect(parseImageRef(`uhub.ucloud.cn/${name}`)).not.toBeNull()
  })

  it.each([
    ['tensorflow-1.4.0', 'ubuntu-16.04', 'python-3.6.2', 'ubuntu-16.04_python-3.6.2_tensorflow-1.4.0'],
    ['tensorflow-1.9.0', 'ubuntu-16.04', 'python-3.6.2', 'ubuntu-16.04_python-3.6_tensorflow-1.9.0'],
    ['tensorflow-1.1.0', 'ubuntu-14.04.05', 'python-2.7.6', 'ubuntu-14.04_python-2.7.6_tensorflow-1.1.0'],
    ['keras-2.1.6', 'ubuntu-16.04', 'python-2.7.6', 'ubuntu-16.04_python-2.7_keras-2.1.6'],
    ['mxnet-1.0.0', 'ubuntu-16.04', 'python-2.7.6', 'ubuntu-16.04_python-2.7.6_mxnet-1.0.0cuda9'],
    ['caffe-1.0.0', 'ubuntu-14.04.05', 'python-2.7.6', 'ubuntu-14.04_python-2.7.6_caffe-1.0.0'],
  ])('%s on %s with %s is %s', (aiFramework, os, python, name) => {
    expect(findCombination({ aiFramework, os, python })?.baseImages.gpu).toBe(`uaishare/gpu_uaitrain_${name}:v1.0`)
  })

  it('have the catalogue’s images', () => {
    expect(
      findCombination({ aiFramework: 'pytorch-0.2.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' })?.baseImages,
    ).toEqual({
      cpu: 'uaishare/cpu_uaitrain_ubuntu-14.04_python-2.7.6_pytorch-0.2.0:v1.0',
      gpu: 'uaishare/gpu_uaitrain_ubuntu-14.04_python-2.7.6_pytorch-0.2.0:v1.0',
    })
    expect(findCombination({ aiFramework: 'pytorch-0.4', os: 'ubuntu-14.04.05', python: 'python-3.6.2' })).toBeNull()
  })
})
