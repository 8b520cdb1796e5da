import { describe, expect, it } from 'vitest'
import { findPackageId } from '../../../../electron/core/base-images/packages.ts'
import { resolveBaseImages } from '../../../../electron/core/base-images/resolve.ts'
import type { ResolvedBaseImages, ResolveOptions } from '../../../../electron/core/base-images/resolve.ts'
import { AppError } from '../../../../shared/errors.ts'
import { FakeUcloud, refusal } from '../../../support/fake-ucloud.ts'
import { thrownBy } from '../../../support/thrown.ts'

const hosts = { uhubHost: 'uhub.ucloud.cn', uhubInternalHost: 'uhub.service.ucloud.cn' }
const old = {
  kind: 'combination',
  aiFramework: 'pytorch-0.2.0',
  os: 'ubuntu-14.04.05',
  python: 'python-2.7.6',
} as const
const credentials = {
  apiUrl: 'https://api.ucloud.cn',
  publicKey: 'public',
  privateKey: 'very-secret',
  projectId: '',
  region: 'cn-bj2',
  zone: 'cn-bj2-04',
}

function resolve(ucloud: FakeUcloud, changes: Partial<ResolveOptions> = {}): Promise<ResolvedBaseImages> {
  return resolveBaseImages({
    choice: old,
    acceleratorType: 'gpu',
    credentials,
    ucloud,
    hosts,
    internalUhub: false,
    cache: new Map(),
    signal: new AbortController().signal,
    ...changes,
  })
}

describe('resolveBaseImages', () => {
  it.each(['DataSet', 'PkgSet'] as const)('asks the service, side by side, and reads its %s', async (listName) => {
    const ucloud = new FakeUcloud()
    ucloud.listName = listName
    expect(await resolve(ucloud)).toEqual({
      images: {
        cpu: 'uhub.ucloud.cn/uaishare/cpu_base:v1.0',
        gpu: 'uhub.ucloud.cn/uaishare/gpu_base:v1.0',
        source: 'service',
      },
      notes: [],
    })
    expect(ucloud.mostAtOnce).toBe(4)
    expect(ucloud.calls).toHaveLength(6)
    expect(ucloud.calls.slice(4).map(({ parameters }) => parameters)).toEqual([
      { OSVersion: 1, PythonVersion: 3, AIFrameVersion: 5, AcceleratorID: 8 },
      { OSVersion: 1, PythonVersion: 3, AIFrameVersion: 5, AcceleratorID: 7 },
    ])
  })

  it('keeps to the internal host', async () => {
    const { images } = await resolve(new FakeUcloud(), { internalUhub: true })
    expect(images.cpu).toBe('uhub.service.ucloud.cn/uaishare/cpu_base:v1.0')
  })

  it('asks for the CPU image alone when that is all that is wanted', async () => {
    const ucloud = new FakeUcloud()
    ucloud.images = { cpu: ['h.cn/cpu'], gpu: null }
    expect((await resolve(ucloud, { acceleratorType: 'cpu' })).images).toEqual({
      cpu: 'h.cn/cpu',
      gpu: null,
      source: 'service',
    })
  })

  it('asks once a session, but never keeps the private key', async () => {
    const ucloud = new FakeUcloud()
    const cache: ResolveOptions['cache'] = new Map()
    await resolve(ucloud, { cache })
    await resolve(ucloud, { cache, internalUhub: true })
    expect(ucloud.calls).toHaveLength(6)
    await resolve(ucloud, { cache, credentials: { ...credentials, publicKey: 'other' } })
    expect(ucloud.calls).toHaveLength(12)
    await resolve(ucloud, { cache, credentials: { ...credentials, privateKey: 'another-key' } })
    expect(ucloud.calls).toHaveLength(18)
    expect(JSON.stringify([...cache])).not.toContain('very-secret')
  })

  it.each([
    [refusal(161), 'no-such-action'],
    [refusal(160), 'no-such-action'],
    [refusal(999), 'no-such-action'],
    [refusal(150), 'unreachable'],
    [new AppError('ucloud-unreachable', { url: 'u', words: 'ECONNREFUSED' }), 'unreachable'],
    [new AppError('ucloud-timeout', { url: 'u', timeoutMs: 1000 }), 'unreachable'],
    [new AppError('ucloud-bad-answer', { url: 'u', status: 502, words: 'Bad Gateway' }), 'unreachable'],
  ])('turns to the catalogue on %s', async (failure, reason) => {
    const ucloud = new FakeUcloud()
    ucloud.failure = failure
    const { images, notes } = await resolve(ucloud, { internalUhub: true })
    expect(images).toEqual({
      cpu: 'uhub.service.ucloud.cn/uaishare/cpu_uaitrain_ubuntu-14.04_python-2.7.6_pytorch-0.2.0:v1.0',
      gpu: 'uhub.service.ucloud.cn/uaishare/gpu_uaitrain_ubuntu-14.04_python-2.7.6_pytorch-0.2.0:v1.0',
      source: 'catalogue',
    })
    expect(notes).toEqual([expect.objectContaining({ code: 'catalogue-used', reason })])
  })

  it.each([
    ...[170, 171, 172, 174, 292, 294, 299, 153].map((retCode) => refusal(retCode)),
    new AppError('ucloud-bad-answer', { url: 'u', status: 200, words: '<html>' }),
    new AppError('cancelled', {}),
  ])('does not hide %s', async (failure) => {
    const ucloud = new FakeUcloud()
    ucloud.failure = failure
    await expect(resolve(ucloud)).rejects.toBe(failure)
  })

  it('names the CPU twin that is missing', async () => {
    const ucloud = new FakeUcloud()
    ucloud.images = { cpu: [], gpu: ['h.cn/gpu'] }
    expect(await thrownBy(resolve(ucloud))).toMatchObject({
      code: 'base-not-found',
      details: { image: expect.stringContaining('cpu_uaitrain_ubuntu-14.04') as string },
    })
  })

  it('names the package that is not supported', async () => {
    const choice = { ...old, os: 'ubuntu-22.04' }
    expect(await thrownBy(resolve(new FakeUcloud(), { choice }))).toEqual({
      code: 'base-unsupported',
      details: { packageType: 'OS', value: 'ubuntu-22.04' },
    })
  })

  it.each([
    { cpu: ['FROM x\nRUN y'], gpu: ['h.cn/gpu'] },
    { cpu: ['a b'], gpu: ['h.cn/gpu'] },
  ])('refuses a name that is none: %j', async (images) => {
    const ucloud = new FakeUcloud()
    ucloud.images = images
    expect(await thrownBy(resolve(ucloud))).toMatchObject({ code: 'ucloud-bad-answer' })
  })

  it('takes the user’s own images without asking anybody', async () => {
    const ucloud = new FakeUcloud()
    const choice = { kind: 'own', cpuImage: 'python:3', gpuImage: 'uhub.service.ucloud.cn/a/b' } as const
    expect(await resolve(ucloud, { choice })).toEqual({
      images: { cpu: 'python:3', gpu: 'uhub.service.ucloud.cn/a/b', source: 'own' },
      notes: [],
    })
    expect(ucloud.calls).toEqual([])
  })
})

describe('findPackageId', () => {
  const packages = [
    { PkgId: 1, PkgName: 'a-b', PkgVersion: '1' },
    { PkgId: 2, PkgName: 'any', PkgVersion: '' },
    { PkgId: 3, PkgName: 'none' },
    { PkgId: 4, PkgName: '', PkgVersion: '9' },
  ]

  it.each([
    ['a-b-1', 1],
    ['any-7', 2],
    ['none-7', 3],
    ['none', 3],
  ])('matches %s', (value, id) => {
    expect(findPackageId(packages, 'OS', value)).toBe(id)
  })

  it.each(['a-b-2', 'a-b', '-9', 'ANY-7'])('has nothing for %s', (value) => {
    expect(() => findPackageId(packages, 'OS', value)).toThrow(AppError)
  })
})
