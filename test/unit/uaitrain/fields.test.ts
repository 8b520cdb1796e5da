import { describe, expect, it } from 'vitest'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { AccountSettings } from '../../../shared/model/account.ts'
import { noPackages } from '../../../shared/model/packages.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { checkAccount, checkProject, parseAcceleratorType } from '../../../shared/uaitrain/fields.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

type Case = [field: string, problem: string, changes: Partial<ProjectSettings>]

describe('checkProject', () => {
  it('finds nothing wrong with the document’s example', () => {
    expect(checkProject(sampleProjectSettings())).toEqual([])
  })

  it.each<[string, Partial<ProjectSettings>]>([
    ['an empty tag', { imageTag: '' }],
    ['a nested image name', { imageName: 'vllm/vllm-openai' }],
    ['a main file in a folder', { mainFile: './sub/训练 file.py' }],
    ['a path with a space', { testDataPath: '/my data', codePath: '/my code/' }],
    ['no registry for a CPU', { acceleratorType: 'cpu', uhubRegistry: '' }],
    [
      'own images',
      { base: { kind: 'own', cpuImage: 'python:3', gpuImage: 'localhost:5000/a/b@sha256:' + 'a'.repeat(64) } },
    ],
    [
      'no own GPU image for a CPU',
      { acceleratorType: 'cpu', base: { kind: 'own', cpuImage: 'python:3', gpuImage: '' } },
    ],
    ['an own GPU image without a CPU twin', { base: { kind: 'own', cpuImage: '', gpuImage: 'python:3' } }],
    [
      'packages of every form',
      {
        packages: {
          pip: ["nltk>=3.8,<4; python_version < '3'", 'a[b]', 'c @ https://host/c.whl'],
          apt: ['libc6:i386=2.19-0ubuntu6', 'g++'],
          requirementsFile: 'deps/requirements.txt',
          indexUrl: 'https://mirror.example:8080/simple/',
          trustedHost: 'mirror.example:8080',
          proxy: 'http://127.0.0.1:3128',
          pythonLink: '/opt/conda/bin/python',
        },
      },
    ],
    ['no solver for what is not Caffe', { solver: '' }],
    ['a tab between parameters', { trainParams: '--a\t1' }],
  ])('allows %s', (_, changes) => {
    expect(checkProject(sampleProjectSettings(changes))).toEqual([])
  })

  it.each<Case>([
    ['name', 'required', { name: ' ' }],
    ['codePath', 'required', { codePath: '' }],
    ['codePath', 'not-absolute', { codePath: './code/' }],
    ['codePath', 'not-a-folder', { codePath: '/.//' }],
    ['codePath', 'line-break', { codePath: '/a\nb' }],
    ['mainFile', 'outside-code-folder', { mainFile: '../mnist.py' }],
    ['mainFile', 'outside-code-folder', { mainFile: '/code/mnist.py' }],
    ['mainFile', 'not-python', { mainFile: 'mnist' }],
    ['mainFile', 'control-character', { mainFile: 'a\u0007.py' }],
    [
      'base',
      'unsupported-combination',
      { base: { kind: 'combination', aiFramework: 'pytorch-9', os: 'ubuntu-14.04.05', python: 'python-2.7.6' } },
    ],
    [
      'base',
      'framework-elsewhere',
      { base: { kind: 'combination', aiFramework: 'pytorch-0.4', os: 'ubuntu-14.04.05', python: 'python-2.7.6' } },
    ],
    ['baseCpu', 'upper-case', { base: { kind: 'own', cpuImage: 'uhub.ucloud.cn/A/b', gpuImage: 'python:3' } }],
    ['baseCpu', 'bad-image-reference', { base: { kind: 'own', cpuImage: 'a b', gpuImage: 'python:3' } }],
    ['baseCpu', 'required', { acceleratorType: 'cpu', base: { kind: 'own', cpuImage: '', gpuImage: 'python:3' } }],
    [
      'solver',
      'required',
      { base: { kind: 'combination', aiFramework: 'caffe-1.0.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' } },
    ],
    ['snapshot', 'line-break', { snapshot: 'a\nb' }],
    ['baseGpu', 'required', { base: { kind: 'own', cpuImage: 'python:3', gpuImage: '' } }],
    ['uhubRegistry', 'upper-case', { uhubRegistry: 'Demo' }],
    ['uhubRegistry', 'required', { uhubRegistry: '' }],
    ['imageName', 'upper-case', { imageName: 'PyTorch-mnist' }],
    ['imageName', 'bad-characters', { imageName: 'pytorch mnist' }],
    ['imageName', 'bad-separator', { imageName: 'mnist-' }],
    ['imageName', 'bad-characters', { imageName: 'uhub.ucloud.cn/demo/mnist' }],
    ['imageName', 'too-long', { imageName: 'a'.repeat(250) }],
    ['imageTag', 'upper-case', { imageTag: 'V1' }],
    ['trainParams', 'unclosed-quote', { trainParams: `--note "a b` }],
    ['trainParams', 'line-break', { trainParams: '--a\n--b' }],
    ['trainParams', 'control-character', { trainParams: '--a\u0000' }],
    ['pipPackages', 'an-option', { packages: { ...noPackages, pip: ['nltk', '--pre'] } }],
    ['pipPackages', 'password-in-url', { packages: { ...noPackages, pip: ['a @ https://me:secret@host/a.whl'] } }],
    ['aptPackages', 'bad-characters', { packages: { ...noPackages, apt: ['Lib Foo'] } }],
    ['aptPackages', 'an-option', { packages: { ...noPackages, apt: ['-t'] } }],
    ['requirementsFile', 'outside-code-folder', { packages: { ...noPackages, requirementsFile: '../r.txt' } }],
    ['pipIndexUrl', 'not-a-url', { packages: { ...noPackages, indexUrl: 'pypi' } }],
    ['pipIndexUrl', 'password-in-url', { packages: { ...noPackages, indexUrl: 'https://me:secret@host/simple' } }],
    ['pipTrustedHost', 'bad-characters', { packages: { ...noPackages, trustedHost: 'https://host' } }],
    ['packageProxy', 'not-a-url', { packages: { ...noPackages, proxy: 'host:3128' } }],
    ['pythonLink', 'not-absolute', { packages: { ...noPackages, pythonLink: 'python3' } }],
    ['testDataPath', 'not-absolute', { testDataPath: 'data' }],
    ['testDataPath', 'colon', { testDataPath: '/a:b' }],
    ['testOutputPath', 'same-as-code-folder', { testOutputPath: '/home/ubuntu/mnist/x/../code/' }],
    ['numGpus', 'out-of-range', { numGpus: 0 }],
    ['smokeSeconds', 'seconds-out-of-range', { smokeSeconds: 3 }],
    ['smokeSeconds', 'seconds-out-of-range', { smokeSeconds: 2500.5 }],
    ['smokeSeconds', 'seconds-out-of-range', { smokeSeconds: Number.NaN }],
    ['ignoreRules', 'bad-pattern', { ignore: { rules: ['*.log', '[a'], disabledDefaults: [] } }],
    ['ignoreRules', 'line-break', { ignore: { rules: ['a\nb'], disabledDefaults: [] } }],
  ])('%s: %s', (field, problem, changes) => {
    expect(checkProject(sampleProjectSettings(changes))).toEqual([expect.objectContaining({ field, problem })])
  })
})

describe('checkAccount', () => {
  const given = { privateKeyGiven: true, uhubPasswordGiven: true }
  const settings: AccountSettings = { ...defaultAccountSettings, name: 'a', publicKey: 'p', uhubUsername: 'u@e' }

  it('finds nothing wrong with a filled-in account', () => {
    expect(checkAccount(settings, given)).toEqual([])
    expect(checkAccount({ ...settings, apiUrl: 'http://127.0.0.1:8080', uhubHost: 'localhost:5000' }, given)).toEqual(
      [],
    )
  })

  it.each<[string, string, Partial<AccountSettings>]>([
    ['accountName', 'required', { name: '' }],
    ['publicKey', 'bad-characters', { publicKey: 'a b' }],
    ['apiUrl', 'insecure-url', { apiUrl: 'http://api.ucloud.cn' }],
    ['apiUrl', 'not-a-url', { apiUrl: 'api.ucloud.cn' }],
    ['apiUrl', 'not-a-url', { apiUrl: 'ftp://api.ucloud.cn' }],
    ['uhubHost', 'bad-characters', { uhubHost: 'https://uhub.ucloud.cn' }],
    ['uhubInternalHost', 'bad-characters', { uhubInternalHost: 'uhub' }],
  ])('%s: %s', (field, problem, changes) => {
    expect(checkAccount({ ...settings, ...changes }, given)).toEqual([expect.objectContaining({ field, problem })])
  })

  it('misses the secrets', () => {
    const problems = checkAccount(settings, { privateKeyGiven: false, uhubPasswordGiven: false })
    expect(problems.map(({ field }) => field)).toEqual(['privateKey', 'uhubPassword'])
  })

  it('never shows a password that is in a URL', () => {
    const [problem] = checkAccount({ ...settings, apiUrl: 'https://u:hunter2@api.ucloud.cn' }, given)
    expect(problem?.problem).toBe('not-a-url')
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })
})

it('parseAcceleratorType takes both cases of letters', () => {
  expect(['GPU', 'gpu', 'Cpu', 'tpu', ''].map(parseAcceleratorType)).toEqual(['gpu', 'gpu', 'cpu', null, null])
})
