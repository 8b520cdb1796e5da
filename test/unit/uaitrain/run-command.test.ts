import { describe, expect, it } from 'vitest'
import { defaultRunOptions } from '../../../shared/model/run-options.ts'
import { trainCommands } from '../../../shared/uaitrain/commands.ts'
import { runCommand, type RunCommand } from '../../../shared/uaitrain/run-command.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

const settings = sampleProjectSettings()
const plain: RunCommand = {
  settings,
  target: 'cpu',
  image: 'pytorch-mnist-cpu:uaitrain',
  options: { ...defaultRunOptions, sharedMemoryMb: null },
  gpuAccess: 'none',
  owner: { uid: 1000, gid: 100 },
}
const start = 'sudo docker run -it '

describe('runCommand', () => {
  it('is the printed command, byte for byte, when no option is chosen', () => {
    const hosts = { uhubHost: 'uhub.ucloud.cn', uhubInternalHost: 'unused' }
    expect(runCommand(plain)).toBe(trainCommands(settings, hosts).cpuTest)
  })

  it('has every option in words of docker', () => {
    const options = {
      sharedMemoryMb: 8192,
      memoryMb: 4096,
      cpus: 2.5,
      user: 'own',
      gpus: { kind: 'all' },
      environment: [
        { name: 'NOTE', value: 'a b$c' },
        { name: 'TOKEN', value: null },
      ],
    } as const
    expect(runCommand({ ...plain, options: { ...options, environment: [...options.environment] } })).toMatch(
      `${start}--shm-size 8192m --memory 4096m --cpus 2.5 --user 1000:100 -e 'NOTE=a b$c' -e TOKEN -v `,
    )
  })

  it('asks for GPUs in the engine’s own way', () => {
    const two = { ...plain.options, gpus: { kind: 'devices', ids: ['0', '2'] } as const }
    const gpu = { ...plain, target: 'gpu', image: 'uhub.ucloud.cn/demo/pytorch-mnist:uaitrain' } as const
    const devices = { ...two, gpus: { ...two.gpus, ids: [...two.gpus.ids] } }
    const words = (access: RunCommand['gpuAccess'], options = plain.options): string =>
      runCommand({ ...gpu, gpuAccess: access, options })
        .slice(start.length)
        .split(' -v ')[0] ?? ''
    expect(words('runtime')).toBe('--runtime nvidia -e NVIDIA_VISIBLE_DEVICES=all')
    expect(words('device-request')).toBe('--gpus all')
    expect(words('device-request', devices)).toBe(`--gpus '"device=0,2"'`)
    expect(words('cdi', devices)).toBe('--device nvidia.com/gpu=0 --device nvidia.com/gpu=2')
    expect(words('device-request', { ...plain.options, gpus: { kind: 'count', count: 2 } })).toBe('--gpus 2')
  })
})
