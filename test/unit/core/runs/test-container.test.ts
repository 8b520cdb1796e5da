import { describe, expect, it } from 'vitest'
import { containerBody } from '../../../../electron/adapters/docker/containers.ts'
import type { TestWish } from '../../../../electron/core/runs/plan-test.ts'
import { testContainer, type TestSurroundings } from '../../../../electron/core/runs/test-container.ts'
import { defaultRunOptions, type RunOptions } from '../../../../shared/model/run-options.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../../../support/samples.ts'

const plain: RunOptions = { ...defaultRunOptions, sharedMemoryMb: null }
const surroundings: TestSurroundings = { gpuAccess: 'none', owner: { uid: 1000, gid: 100 }, environment: {} }

function specOf(wish: Partial<TestWish>, changes: Partial<TestSurroundings> = {}): Record<string, unknown> {
  return containerBody(testContainer(sampleTestPlan(wish), { ...surroundings, ...changes }))
}

describe('testContainer', () => {
  it('is the container of the printed command', () => {
    const project = sampleProjectSettings({ trainParams: '--note "a b"', numGpus: 2 })
    const plan = sampleTestPlan({ request: samplePackRequest({ project }), target: 'gpu', options: plain })
    expect(plan.image).toBe('uhub.ucloud.cn/demo/pytorch-mnist:uaitrain')
    const script =
      "cd /data && /usr/bin/python /data/mnist.py --note 'a b' --num_gpus=2 --work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output"
    expect(testContainer(plan, { ...surroundings, gpuAccess: 'runtime' })).toEqual({
      image: 'sha256:packed',
      command: ['/bin/bash', '-c', script],
      mounts: [
        { source: '/home/ubuntu/mnist/data', target: '/data/data' },
        { source: '/home/ubuntu/mnist/output', target: '/data/output' },
      ],
      environment: { PYTHONUNBUFFERED: '1', NVIDIA_VISIBLE_DEVICES: 'all' },
      labels: { 'cn.ucloud.uai-train-packer.job': 'job', 'cn.ucloud.uai-train-packer.run': 'job' },
      keepsOutput: true,
      runtime: 'nvidia',
      network: 'default',
    })
    const { HostConfig: ofCpu } = specOf({ options: plain })
    expect(Object.keys(ofCpu as object)).toEqual(['Mounts', 'PortBindings', 'LogConfig'])
  })

  it('asks for GPUs in the engine’s way', () => {
    const devices: RunOptions = { ...plain, gpus: { kind: 'devices', ids: ['1', 'GPU-8a56'] } }
    const two: RunOptions = { ...plain, gpus: { kind: 'count', count: 2 } }
    const bodyOf = (options: RunOptions, gpuAccess: TestSurroundings['gpuAccess']): Record<string, unknown> =>
      specOf({ target: 'gpu', options }, { gpuAccess })
    expect(bodyOf(plain, 'runtime')).toMatchObject({
      Env: ['PYTHONUNBUFFERED=1', 'NVIDIA_VISIBLE_DEVICES=all'],
      HostConfig: { Runtime: 'nvidia' },
    })
    expect(bodyOf(two, 'runtime')).toMatchObject({ Env: ['PYTHONUNBUFFERED=1', 'NVIDIA_VISIBLE_DEVICES=0,1'] })
    expect(bodyOf(devices, 'runtime')).toMatchObject({
      Env: ['PYTHONUNBUFFERED=1', 'NVIDIA_VISIBLE_DEVICES=1,GPU-8a56'],
    })
    const requests = (options: RunOptions, access: TestSurroundings['gpuAccess']): unknown =>
      (bodyOf(options, access)['HostConfig'] as Record<string, unknown>)['DeviceRequests']
    expect(requests(plain, 'device-request')).toEqual([{ Driver: '', Count: -1, Capabilities: [['gpu']] }])
    expect(requests(two, 'device-request')).toEqual([{ Driver: '', Count: 2, Capabilities: [['gpu']] }])
    expect(requests(devices, 'device-request')).toEqual([
      { Driver: '', DeviceIDs: ['1', 'GPU-8a56'], Capabilities: [['gpu']] },
    ])
    expect(requests(plain, 'cdi')).toEqual([{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }])
    expect(requests(two, 'cdi')).toEqual([{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=0', 'nvidia.com/gpu=1'] }])
  })

  it('has the limits and the user of the options', () => {
    const options: RunOptions = { ...plain, sharedMemoryMb: 8192, memoryMb: 512, cpus: 1.5, user: 'own' }
    expect(specOf({ options })).toMatchObject({
      User: '1000:100',
      HostConfig: { ShmSize: 8_589_934_592, Memory: 536_870_912, NanoCpus: 1_500_000_000 },
    })
    expect(specOf({ options }, { owner: null })).not.toHaveProperty('User')
  })

  it('passes on variables of its own environment, and leaves out those that it does not have', () => {
    const options: RunOptions = {
      ...plain,
      environment: [
        { name: 'NCCL_DEBUG', value: 'INFO' },
        { name: 'TOKEN', value: null },
        { name: 'MISSING', value: null },
      ],
    }
    expect(specOf({ options }, { environment: { TOKEN: 'from the app' } })).toMatchObject({
      Env: ['PYTHONUNBUFFERED=1', 'NCCL_DEBUG=INFO', 'TOKEN=from the app'],
    })
  })
})
