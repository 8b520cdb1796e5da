import type { TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import { baseLabel, baseOptions, baseValue, chooseBase } from '../../../renderer/features/pack/base-options.ts'
import { BaseChoice } from '../../../shared/model/base-image.ts'
import { findCombination } from '../../../shared/uaitrain/combinations.ts'

/** Every image that the service's documents name, as they name it. */
const shared = [
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_pytorch-0.2.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6_pytorch-0.4:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.5_tensorflow-2.0.0a:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_tensorflow-2.0.0a:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.5_tensorflow-1.13.1:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_tensorflow-1.13.1:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.5_tensorflow-1.12.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_tensorflow-1.12.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6_tensorflow-1.9.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_tensorflow-1.9.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6_tensorflow-1.8.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_tensorflow-1.8.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6_tensorflow-1.7.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_tensorflow-1.7.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6_tensorflow-1.6.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7.6_tensorflow-1.6.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7.6_tensorflow-1.5.0:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_tensorflow-1.4.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6.2_tensorflow-1.4.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6.2_tensorflow-1.3.0:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_tensorflow-1.2.0:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_tensorflow-1.1.0:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_caffe-1.0.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7.6_mxnet-1.0.0cuda9:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_mxnet-1.0.0:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_mxnet-0.11.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_mxnet-1.2.0:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-3.6_keras-2.1.6:v1.0',
  'gpu_uaitrain_ubuntu-16.04_python-2.7_keras-2.1.6:v1.0',
  'gpu_uaitrain_ubuntu-14.04_python-2.7.6_keras-2.0.8:v1.0',
].map((name) => `uaishare/${name}`)

const place = { account: undefined, internalUhub: false }
const t = ((key: string) => key) as unknown as TFunction
const start: BaseChoice = { kind: 'own', cpuImage: '', gpuImage: '' }

const options = baseOptions(start, t).flatMap(({ items }) => items)

/** The GPU image that a pack uses when an option is chosen, without its host. */
function gpuImageOf(value: string): string {
  const chosen = chooseBase(value, place)
  if (chosen.kind === 'combination') return findCombination(chosen)?.baseImages.gpu ?? ''
  return chosen.gpuImage.replace(/^uhub\.ucloud\.cn\//, '')
}

describe('the base image field', () => {
  it.each(shared)('offers %s', (image) => {
    expect(options.filter(({ value }) => gpuImageOf(value) === image)).toHaveLength(1)
  })

  it.each([
    'uaishare/gpu_uaitrain_ubuntu-14.04_python-2.7.6_caffe-py-faster-rcnn:v1.0',
    'uaishare/gpu_uaitrain_ubuntu-14.04_python-2.7.6_caffe-py-rfcn:v1.0',
    'uai_dockers/gpu_uaitrain_ubuntu-16.04_python-2.7.6_caffe2:v1.0',
    'uaishare/gpu_uaitrain_ubuntu-16.04_python-2.7.6_tensorflow-1.5_models:v1.8.0',
    'uaishare/gpu_uaitrain_ubuntu-16.04_python-2.7.6_tensorflow-1.6_models:v1.8.0',
    'uaishare/tf-obj-detect:tf-1.5',
    'uaishare/tf-obj-detect:tf-1.4',
    'uaishare/deepspeech:tf-1.4',
    'uaishare/tf-east:tf-1.5',
    'uaishare/bert:chinese',
    'ucloudai/pytorch/pytorch:2.4.0-cuda11.8-cudnn9-runtime',
    'ucloudai/nvida/pytorch:24.07-py3',
    'ucloudai/nvida/pytorch:24.06-py3',
    'ucloudai/nvidia/cuda:12.5.1-cudnn-runtime-ubuntu20.04',
    'ucloudai/nvidia/cuda:12.5.1-cudnn-runtime-ubuntu22.04',
    'ucloudai/jupyter/tensorflow-notebook:x86_64-ubuntu-22.04',
    'ucloudai/vllm/vllm-openai:v0.5.3',
  ])('offers %s', (image) => {
    expect(options.map(({ value }) => gpuImageOf(value))).toContain(image)
  })

  it('gives every choice a value, a label and a place of its own, and finds it again', () => {
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
    expect(new Set(options.map(({ label }) => label)).size).toBe(options.length)
    for (const { value, label } of options) {
      const chosen = BaseChoice.parse(chooseBase(value, place))
      expect(baseValue(chosen)).toBe(value)
      expect(baseLabel(chosen, t)).toBe(label)
    }
  })

  it('keeps a combination that it does not know, as one of an older or newer service', () => {
    const unknown: BaseChoice = {
      kind: 'combination',
      aiFramework: 'pytorch-9.1',
      os: 'ubuntu-30.04',
      python: 'python-4',
    }
    const [first] = baseOptions(unknown, t)
    expect(first?.items).toHaveLength(1)
    expect(baseLabel(unknown, t)).toBe('PyTorch 9.1 · Python 4 · Ubuntu 30.04')
  })
})
