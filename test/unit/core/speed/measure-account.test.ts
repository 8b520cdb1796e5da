import { describe, expect, it } from 'vitest'
import { measureAccount, placesOf } from '../../../../electron/core/speed/measure-account.ts'
import { defaultAccountSettings } from '../../../../shared/model/account.ts'
import { AccountId } from '../../../../shared/model/ids.ts'
import { collect } from '../../../support/collect.ts'
import { FakeRegistry } from '../../../support/fake-registry.ts'
import { sampleProject } from '../../../support/samples.ts'

const { signal } = new AbortController()
const settings = { ...defaultAccountSettings, name: 'Mine', uhubUsername: 'me' }
const account = { id: AccountId.parse('mine'), settings }
const meter = new FakeRegistry()
const own = { kind: 'own', cpuImage: 'elsewhere.cn/a/cpu:1', gpuImage: 'elsewhere.cn/a/gpu:1' } as const

describe('where an account is measured', () => {
  it('is the repository of its project, with the bases that its packs read', () => {
    const project = { ...sampleProject(), uhubRegistry: 'demo', imageName: 'mnist', imageTag: 'v1' }
    expect(placesOf(settings, { ...project, base: own })).toEqual({
      host: 'uhub.ucloud.cn',
      repository: 'demo/mnist',
      samples: [own.gpuImage, own.cpuImage, 'uhub.ucloud.cn/demo/mnist:v1'],
    })
    const base = {
      kind: 'combination',
      aiFramework: 'pytorch-0.4',
      os: 'ubuntu-16.04',
      python: 'python-3.6.2',
    } as const
    const inside = placesOf(settings, { ...project, base, internalUhub: true })
    expect(inside.host).toBe(settings.uhubInternalHost)
    expect(inside.samples).toHaveLength(3)
    for (const sample of inside.samples) expect(sample.startsWith(`${settings.uhubInternalHost}/`)).toBe(true)
  })

  it('is nowhere for uploads while no project names its image', () => {
    expect(placesOf(settings, null)).toEqual({ host: 'uhub.ucloud.cn', repository: null, samples: [] })
    const unnamed = { ...sampleProject(), base: own, imageName: '' }
    expect(placesOf(settings, unnamed)).toMatchObject({ repository: null, samples: [own.gpuImage, own.cpuImage] })
  })
})

it('needs the password and the user', async () => {
  const options = { meter, account, password: 'secret', project: sampleProject(), signal }
  expect((await collect(measureAccount(options))).result).toMatchObject({ upload: { state: 'measured' } })
  const missing = (field: string): object => ({ code: 'secret-missing', details: { field, account: 'Mine' } })
  expect(() => measureAccount({ ...options, password: null })).toThrow(
    expect.objectContaining(missing('uhubPassword')) as Error,
  )
  const nobody = { ...account, settings: { ...settings, uhubUsername: '' } }
  expect(() => measureAccount({ ...options, account: nobody })).toThrow(
    expect.objectContaining(missing('uhubUsername')) as Error,
  )
})
