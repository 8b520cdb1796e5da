import { describe, expect, it } from 'vitest'
import { combinations, defaultCombination, findCombination } from '../../../shared/uaitrain/combinations.ts'
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
  it('are the two that the service documents, the newer one for new projects', () => {
    expect(combinations.map(({ aiFramework, os, python }) => [aiFramework, python, os])).toEqual([
      ['pytorch-0.4', 'python-3.6.2', 'ubuntu-16.04'],
      ['pytorch-0.2.0', 'python-2.7.6', 'ubuntu-14.04.05'],
    ])
    expect(defaultCombination.aiFramework).toBe('pytorch-0.4')
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
