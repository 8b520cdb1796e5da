import { describe, expect, it } from 'vitest'
import { architecturesOfList, runsOn, type CloudGpu } from '../../../shared/uaitrain/cuda.ts'
import {
  architecturesOfBuild,
  buildOfCombination,
  buildOfName,
  type FrameworkBuild,
} from '../../../shared/uaitrain/framework-builds.ts'
import { combinations } from '../../../shared/uaitrain/combinations.ts'

describe('code for architectures', () => {
  it.each<[string, CloudGpu, boolean]>([
    ['sm_61', 'P40', true],
    ['sm_60 sm_70', 'P40', true],
    ['sm_62', 'P40', false],
    ['sm_50 sm_52', 'P40', false],
    ['sm_70 sm_75 compute_75', 'P40', false],
    ['sm_70 compute_60', 'P40', true],
    ['compute_61', 'P40', true],
    ['compute_62', 'P40', false],
    ['sm_50 compute_37', 'K80', true],
    ['sm_35', 'K80', true],
    ['sm_50 sm_60 compute_60', 'K80', false],
    ['sm_90a', 'P40', false],
    ['gfx906', 'P40', true],
    ['sm_61', 'platform', true],
    ['sm_37', 'platform', false],
  ])('%s on %s: %s', (list, gpu, expected) => expect(runsOn(list.split(' '), gpu)).toBe(expected))
})

describe('the official builds', () => {
  const build = (name: string, version: string, cuda: string): FrameworkBuild => ({ name, version, cuda })

  it.each<[FrameworkBuild, boolean, boolean]>([
    [build('torch', '0.4.1', ''), true, true],
    [build('torch', '1.13.1+cu117', '11.7'), true, true],
    [build('torch', '2.4.0', '11.8'), true, true],
    [build('torch', '2.4.0', '12.1'), true, false],
    [build('torch', '2.7.0', '12.6'), true, false],
    [build('torch', '2.7.1', '12.8'), false, false],
    [build('torch', '2.9.0', '13.0'), false, false],
    [build('torch', '2.9.0', ''), true, true],
    [build('tensorflow', '1.13.1', '10'), true, true],
    [build('tensorflow', '2.16.1', ''), true, false],
  ])('%j', (one, onP40, onK80) => {
    const architectures = architecturesOfBuild(one) ?? []
    expect([runsOn(architectures, 'P40'), runsOn(architectures, 'K80')]).toEqual([onP40, onK80])
  })

  it('are not known of other frameworks', () => expect(architecturesOfBuild(build('mxnet', '1.0.0', '8'))).toBeNull())

  it('run on every card of the platform, where they are in its own images', () => {
    for (const { aiFramework, cuda } of combinations) {
      const architectures = architecturesOfBuild(buildOfCombination(aiFramework, cuda)) ?? []
      expect(runsOn(architectures, 'P40') && runsOn(architectures, 'K80'), aiFramework).toBe(true)
    }
  })
})

describe('an image’s name', () => {
  it.each([
    ['uhub.ucloud.cn/ucloudai/pytorch/pytorch:2.4.0-cuda11.8-cudnn9-runtime', build('torch', '2.4.0', '11.8')],
    ['tensorflow/tensorflow:2.16.1-gpu', build('tensorflow', '2.16.1', '')],
    ['ucloudai/nvida/pytorch:24.07-py3', null],
    ['mine:1', null],
  ])('%s', (image, expected) => expect(buildOfName(image)).toEqual(expected))

  function build(name: string, version: string, cuda: string): FrameworkBuild {
    return { name, version, cuda }
  }
})

describe('a list of architectures', () => {
  it.each([
    ['5.2 6.1 9.0+PTX', ['sm_52', 'sm_61', 'sm_90', 'compute_90']],
    ['3.7+PTX;5.0', ['sm_37', 'compute_37', 'sm_50']],
    ['', null],
    ['Pascal', null],
  ])('%j is read', (list, expected) => expect(architecturesOfList(list)).toEqual(expected))
})
