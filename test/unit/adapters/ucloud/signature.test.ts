import { describe, expect, it } from 'vitest'
import { encodeParameter, signParameters } from '../../../../electron/adapters/ucloud/signature.ts'
import type { CallParameters } from '../../../../electron/adapters/ucloud/signature.ts'

const PublicKey = 'ucloudsomeone@example.com1296235120854146120'
const privateKey = '46f09bb9fab4f12dfc160dae12273d5332b5debe'
const where = { Region: 'cn-bj2', Zone: 'cn-bj2-04' }
const createHost = {
  Action: 'CreateUHostInstance',
  ...where,
  ImageId: 'f43736e1-65a5-4bea-ad2e-8a46e18883c2',
  CPU: 2,
  Memory: 2048,
  DiskSpace: 10,
  LoginMode: 'Password',
  Password: 'VUNsb3VkLmNu',
  Name: 'Host01',
  ChargeType: 'Month',
  Quantity: 1,
  PublicKey,
}
const backends = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`Backends.${index}`, ['foo', 'bar', 42][index % 3] ?? '']),
)
const baseImage = { Action: 'CheckUAITrainBaseImgExists', OSVersion: 1, PythonVersion: 3, AIFrameVersion: 5, ...where }

/** The first four are published with the API and its Go SDK; the last three were made by uai-sdk itself. */
const vectors: readonly [CallParameters, string, string][] = [
  [
    { Action: 'DescribeUHostInstance', Region: 'cn-bj2', Limit: 10, PublicKey },
    privateKey,
    'cba5cf5ec4d4233d206b1b54951e3787350a642f',
  ],
  [createHost, privateKey, '4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65'],
  [{ ...createHost, SecurityToken: 'some_stoken' }, privateKey, '170c480ad176a247b324eb92a2cfe536aacfbd04'],
  [{ Action: 'AllocateBackendBatch', ...backends, PublicKey }, privateKey, '6bc32642779f8cb0bb3d3f128b1c0688abf9a1a3'],
  [
    { Action: 'GetUAITrainEnvPkg', PkgType: 'AIFrame', ...where, PublicKey },
    privateKey,
    '84746b014d04e589c37c10409a57bebee0aefcfe',
  ],
  [{ ...baseImage, AcceleratorID: 7, PublicKey }, privateKey, 'efd1bca347870e591b954ca84b14f3d391c698f3'],
  [
    { Action: 'CreateUAITrainJob', TrainJobMemo: '训练 a+b&c=%', PublicKey },
    privateKey,
    '77afd81a2c6a1d62c879ca0e05d4c28e8da0f497',
  ],
  [
    { Action: 'GetUAITrainEnvPkg', PkgType: 'OS', ...where, PublicKey: 'PUB' },
    'PRIV',
    '6f42b21b11d712c45266fec98d7c675565b8d1ec',
  ],
  [{ ...baseImage, AcceleratorID: 7, PublicKey: 'PUB' }, 'PRIV', '31335fb20ed298370f3371ba15e39e10e065ea51'],
  [{ ...baseImage, AcceleratorID: 8, PublicKey: 'PUB' }, 'PRIV', 'a1ff51bce649f4632ba77a5cc1e1ea8e06a247c7'],
]

describe('signParameters', () => {
  it.each(vectors)('%o', (parameters, key, signature) => {
    expect(signParameters(parameters, key)).toBe(signature)
    const reversed = Object.fromEntries(Object.entries(parameters).reverse())
    expect(signParameters(reversed, key)).toBe(signature)
  })

  it('signs an empty value by its name', () => {
    expect(signParameters({ A: '', B: 'x' }, 'k')).toBe(signParameters({ A: '', B: 'x' }, 'k'))
    expect(signParameters({ A: '', B: 'x' }, 'k')).not.toBe(signParameters({ B: 'x' }, 'k'))
  })

  it('writes values as the service does', () => {
    expect([true, false, 10, 1e21, 0.5, 'x'].map(encodeParameter)).toEqual([
      'true',
      'false',
      '10',
      '1000000000000000000000',
      '0.5',
      'x',
    ])
  })
})
