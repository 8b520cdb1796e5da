import { describe, expect, it } from 'vitest'
import { commandFileText, trainCommands } from '../../../shared/uaitrain/commands.ts'
import { testInvocation } from '../../../shared/uaitrain/test-invocation.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

const hosts = { uhubHost: 'uhub.ucloud.cn', uhubInternalHost: 'uhub.service.ucloud.cn' }
const paths = { testDataPath: '/d/data', testOutputPath: '/d/output' }
const platform = '--work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output'

function textOf(changes: Parameters<typeof sampleProjectSettings>[0]): string {
  return commandFileText(trainCommands(sampleProjectSettings({ ...paths, ...changes }), hosts))
}

describe('uaitrain_cmd.txt', () => {
  it('is the tool’s own, with its doubled spaces, when there are no parameters', () => {
    const run = 'run -it -v /d/data:/data/data -v /d/output:/data/output'
    expect(textOf({})).toBe(
      'CMD Used for deploying: /data/mnist.py \n' +
        `CMD for CPU local test: sudo docker ${run} pytorch-mnist-cpu:uaitrain ` +
        `/bin/bash -c "cd /data && /usr/bin/python /data/mnist.py  ${platform}"\n` +
        `CMD for GPU local test: sudo nvidia-docker ${run} uhub.ucloud.cn/demo/pytorch-mnist:uaitrain ` +
        `/bin/bash -c "cd /data && /usr/bin/python /data/mnist.py  ${platform}"\n`,
    )
  })

  it('keeps plain parameters and their spacing as they were typed', () => {
    const [deploy, cpu, gpu] = textOf({ trainParams: ' --lr=0.1   --use a,b ' }).split('\n')
    expect(deploy).toBe('CMD Used for deploying: /data/mnist.py  --lr=0.1   --use a,b ')
    expect(cpu).toContain(`/data/mnist.py  --lr=0.1   --use a,b  ${platform}"`)
    expect(gpu).toContain(`/data/mnist.py  --lr=0.1   --use a,b  ${platform}"`)
  })

  it('names the GPUs in the GPU line only, where the SDK does', () => {
    const [deploy, cpu, gpu] = textOf({ trainParams: '--epochs 1', numGpus: 2 }).split('\n')
    expect(deploy).toBe('CMD Used for deploying: /data/mnist.py --epochs 1')
    expect(cpu).not.toContain('num_gpus')
    expect(gpu).toContain(`/data/mnist.py --epochs 1 --num_gpus=2 ${platform}"`)
  })

  it('has two lines for a CPU', () => {
    expect(textOf({ acceleratorType: 'cpu' }).split('\n')).toHaveLength(3)
  })

  it('names the internal registry, and the default tag for an empty one', () => {
    const [, cpu, gpu] = textOf({ internalUhub: true, imageTag: '' }).split('\n')
    expect(gpu).toContain(' uhub.service.ucloud.cn/demo/pytorch-mnist:uaitrain ')
    expect(cpu).toContain(' pytorch-mnist-cpu:uaitrain ')
  })

  it('quotes what bash would take apart', () => {
    const text = textOf({ trainParams: '--note "a b" $HOME', testDataPath: '/my data' })
    expect(text).toContain(`CMD Used for deploying: /data/mnist.py --note 'a b' '$HOME'\n`)
    expect(text).toContain(`-v '/my data:/data/data' `)
    expect(text).toContain(String.raw`/data/mnist.py --note 'a b' '\$HOME' --work_dir`)
  })
})

describe('a test run', () => {
  it('has the command’s own parts', () => {
    const project = sampleProjectSettings({ ...paths, trainParams: "--note 'a b'", numGpus: 1 })
    expect(testInvocation(project, 'gpu')).toEqual({
      command: ['/bin/bash', '-c', `cd /data && /usr/bin/python /data/mnist.py --note 'a b' --num_gpus=1 ${platform}`],
      mounts: [
        { source: '/d/data', target: '/data/data' },
        { source: '/d/output', target: '/data/output' },
      ],
    })
    expect(testInvocation(project, 'cpu').command[2]).not.toContain('num_gpus')
  })
})
