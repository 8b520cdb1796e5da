import { describe, expect, it } from 'vitest'
import { packFlags } from '../../../shared/uaitrain/pack-flags.ts'
import { checkRequired, projectOf } from '../../../electron/cli/pack-input.ts'
import { accountSettingsOf } from '../../../shared/uaitrain/pack-values.ts'
import { parseArguments, UsageError } from '../../../shared/uaitrain/parse-arguments.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'

const valuesOf = (...words: string[]): ReturnType<typeof parseArguments<typeof packFlags>>['values'] =>
  parseArguments(packFlags, words).values

const project = (...words: string[]): ProjectSettings => projectOf(valuesOf(...words), '/home/ubuntu/mnist')

const missingOf = (words: string[], known = { privateKey: false, uhubPassword: false }): readonly string[] => {
  try {
    checkRequired(valuesOf(...words), known)
  } catch (error) {
    if (error instanceof UsageError && error.problem.code === 'missingFlags') return error.problem.flags
    throw error
  }
  return []
}

describe('projectOf', () => {
  it('takes the defaults of the tool', () => {
    expect(project('--ai_arch_v', 'pytorch-0.2.0')).toMatchObject({
      base: { kind: 'combination', aiFramework: 'pytorch-0.2.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' },
      internalUhub: false,
      acceleratorType: 'gpu',
      trainParams: '',
      numGpus: null,
      keepGpuImage: true,
      smokeSeconds: null,
      cloudGpu: 'platform',
    })
  })

  it('takes relative paths from the current folder and leaves absolute ones as they are', () => {
    expect(project('--code_path', './code/', '--test_data_path', 'data', '--test_output_path', '/out/')).toMatchObject({
      codePath: '/home/ubuntu/mnist/code',
      testDataPath: '/home/ubuntu/mnist/data',
      testOutputPath: '/out/',
    })
  })

  it('takes GPU for gpu, as the help of the tool says, and nothing else', () => {
    expect(project('--acc_type', 'GPU').acceleratorType).toBe('gpu')
    expect(project('--acc_type', 'cpu').acceleratorType).toBe('cpu')
    expect(() => project('--acc_type', 'tpu')).toThrow(UsageError)
  })

  it('takes two images of the user’s for base images', () => {
    expect(project('--base_cpu', 'a:1', '--base_gpu', 'b:1').base).toEqual({
      kind: 'own',
      cpuImage: 'a:1',
      gpuImage: 'b:1',
    })
  })

  it.each(['0', '65', 'two', '-1', '1.5'])('refuses --num_gpus %s', (given) => {
    expect(() => project(`--num_gpus=${given}`)).toThrow(/out-of-range/)
  })
})

describe('accountSettingsOf', () => {
  it('lets the command line say otherwise than the account', () => {
    const account = { ...defaultAccountSettings, name: 'mine', publicKey: 'kept', region: 'cn-sh2' }
    expect(accountSettingsOf(valuesOf('--region', 'hk', '--project_id', 'org-1'), account)).toEqual({
      ...account,
      region: 'hk',
      projectId: 'org-1',
    })
  })
})

describe('checkRequired', () => {
  const paths = [
    '--code_path=c',
    '--mainfile_path=m',
    '--test_data_path=d',
    '--test_output_path=o',
    '--uhub_imagename=i',
  ]

  it('names everything that is missing at once', () => {
    expect(missingOf([])).toEqual([
      '--public_key',
      '--private_key',
      '--ai_arch_v',
      '--uhub_username',
      '--uhub_password',
      '--uhub_registry',
      '--uhub_imagename',
      '--code_path',
      '--mainfile_path',
      '--test_data_path',
      '--test_output_path',
    ])
  })

  it('asks for no keys, user or password of an account', () => {
    expect(missingOf([...paths, '--account=a'])).toEqual(['--ai_arch_v', '--uhub_registry'])
  })

  it('asks for no secret that came another way', () => {
    const rest = [...paths, '--public_key=p', '--ai_arch_v=x', '--uhub_username=u', '--uhub_registry=r']
    expect(missingOf(rest)).toEqual(['--private_key', '--uhub_password'])
    expect(missingOf(rest, { privateKey: true, uhubPassword: true })).toEqual([])
  })

  it('asks for no keys where the service is not asked, and for no UHub where nothing is pushed', () => {
    expect(missingOf([...paths, '--base_cpu=a', '--acc_type=cpu'])).toEqual([])
    expect(missingOf([...paths, '--base_cpu=a', '--base_gpu=b', '--no_push'])).toEqual(['--uhub_registry'])
    expect(missingOf([...paths, '--base_gpu=b', '--acc_type=cpu'])).toEqual(['--base_cpu'])
  })
})
